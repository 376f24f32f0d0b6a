// Monaco asks for its workers by label. They are files of this bundle: the content security policy admits no other source.
// This module comes before GraphiQL's, which loads Monaco.

/* global EDITOR_WORKER, GRAPHQL_WORKER, JSON_WORKER */

const URLS = { graphql: GRAPHQL_WORKER, json: JSON_WORKER };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(URLS[label] ?? EDITOR_WORKER, { name: label }),
};
