// The running server under test, as the environment names it. `cargo xtask test` starts one and sets all of these.

/** A variable that the tests cannot do without. */
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these tests with \`cargo xtask test\``);
  return value;
}

/** The server's address without a trailing slash. */
export const url = required('ONEFOLD_URL').replace(/\/$/, '');

/** The GraphQL endpoint. */
export const graphqlUrl = `${url}/graphql`;

/** An API key that may read and change customers. */
export const apiKey = () => required('ONEFOLD_API_KEY');

/** The login of a staff user. */
export const staff = () => ({ email: required('ONEFOLD_EMAIL'), password: required('ONEFOLD_PASSWORD') });

/** What a CareCloud client needs: `user`, `password`, `application_id`. */
export const careCloudKey = () => JSON.parse(required('ONEFOLD_CARECLOUD'));

/** `fetch` with the API key. */
export function fetchWithKey(input, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${apiKey()}`);
  return fetch(input, { ...init, headers });
}

/** Runs a GraphQL document and answers its data; any error fails the test. */
export async function query(document, variables = {}) {
  const response = await fetchWithKey(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`GraphQL answered ${response.status}: ${JSON.stringify(errors, null, 2)}`);
  return data;
}
