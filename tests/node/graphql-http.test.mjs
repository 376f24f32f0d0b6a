// The audits of GraphQL over HTTP, by the people who wrote its specification. Recommendations count as requirements here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { fetchWithKey, graphqlUrl } from './support/server.mjs';

const audits = serverAudits({ url: graphqlUrl, fetchFn: fetchWithKey });

test('every audit is here', () => assert.equal(audits.length, 61));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, 'ok', await explain(result));
  });
}

async function explain({ reason, response }) {
  if (!response) return reason;
  const body = response.bodyUsed ? '(body already read)' : await response.text();
  return `${reason}\nstatus ${response.status}, ${response.headers.get('content-type')}\n${body}`;
}
