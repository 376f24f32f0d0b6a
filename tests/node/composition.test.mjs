// The schema is a Federation 2 subgraph: it composes with a neighbour that adds a field to a customer.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { query } from './support/server.mjs';

const ORDERS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  type Query { lateOrders: [Order!]! }
  type Order @key(fields: "number") { number: ID! customer: Customer! }
  type Customer @key(fields: "id") { id: ID! orders: [Order!]! }
`;

let sdl;
before(async () => {
  sdl = (await query('{ _service { sdl } }'))._service.sdl;
});

test('the subgraph composes alone', () => {
  compose({ onefold: sdl });
});

test('a neighbour can add orders to a customer', () => {
  const { schema } = compose({ onefold: sdl, orders: ORDERS });
  const customer = schema.toAPISchema().type('Customer');
  assert.ok(customer.field('orders'), 'the field of the neighbour');
  assert.ok(customer.field('displayName'), 'the field of Onefold');
});

function compose(subgraphs) {
  const services = Object.entries(subgraphs).map(([name, text]) => ({ name, url: `http://${name}`, typeDefs: parse(text) }));
  const result = composeServices(services);
  assert.deepEqual(result.errors?.map((error) => error.message) ?? [], []);
  return result;
}
