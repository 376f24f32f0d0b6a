// The documents of the mirrors, by a validator that knows nothing of Onefold.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { url } from './support/server.mjs';

const index = await (await fetch(`${url}/openapi/index.json`)).json();

test('there is a document for each of the five vendors', () => {
  const names = index.map(({ name }) => name).sort();
  assert.deepEqual(names, ['carecloud', 'customer_database_app', 'customergauge', 'customerscore', 'omnidesk']);
});

for (const { name, url: address } of index) {
  test(`${name} is a valid OpenAPI document`, async () => {
    const document = await (await fetch(url + address)).json();
    const { valid, errors } = await new Validator().validate(document);
    assert.ok(valid, JSON.stringify(errors, null, 2));
  });
}
