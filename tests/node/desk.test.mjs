// What an operator does with changes that another system refuses, with what it answers otherwise than documented, and with settings.

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after } from 'node:test';
import { inspect } from './support/chromium.mjs';
import { journey, logIn, open, settle } from './support/journey.mjs';
import { query } from './support/server.mjs';
import { startVendor } from './support/vendor.mjs';

const number = randomInt(100_000, 999_999);
const account = `Small business ${number}`;
const centre = `Centre ${number}`;
const surveys = `Surveys ${number}`;

const day = journey();
const { step } = day;

let vendor, connection;
after(() => vendor?.stop());

step('a system that refuses is connected, and two changes go there', async () => {
  vendor = await startVendor();
  const made = await query('mutation($input: CreateConnectionInput!) { createConnection(input: $input) { connection { id } problems { message } } }', {
    input: { vendor: 'CUSTOMER_DATABASE_APP', name: account, mode: 'PROXY', baseUrl: vendor.url },
  });
  assert.deepEqual(made.createConnection.problems, []);
  connection = made.createConnection.connection.id;
  await query('mutation($id: ID!) { setConnectionCredentials(id: $id, credentials: [{ name: "api_key", value: "secret" }]) { problems { message } } }', { id: connection });
  for (const firstName of ['Ann', 'Bea']) await create(firstName);
});

async function create(firstName) {
  const input = { firstName, lastName: `Low${number}`, email: `${firstName}.${number}@example.com` };
  const made = await query('mutation($input: CustomerInput!, $at: ID!) { createCustomer(input: $input, connectionId: $at) { problems { message } } }', { input, at: connection });
  assert.deepEqual(made.createCustomer.problems, []);
}

step('the home page tells what waits, and leads there', async (page) => {
  await page.goto('/');
  await logIn(page);
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  const refused = page.getByRole('link', { name: /Changes that a system refused/ });
  for (let tries = 0; tries < 20 && !/refused\s+[2-9]/.test(await refused.innerText()); tries += 1) {
    await page.waitForTimeout(500);
    await page.reload();
    await refused.waitFor();
  }
  await settle(page);
  assert.match(await page.getByRole('term').filter({ hasText: 'Customers' }).locator('xpath=..').innerText(), /\d/);
  await inspect(page, 'home');
  await refused.click();
  await page.waitForURL('**/outbox?state=dead');
});

step('the outbox shows what the system refused, and why', async (page) => {
  const row = page.getByRole('row', { name: `Ann Low${number}` });
  await row.getByText('Needs you').waitFor();
  await row.getByText('The surname is not allowed').waitFor();
  await inspect(page, 'outbox');
  await row.getByRole('link', { name: 'Customer created' }).click();
  await page.getByRole('heading', { name: 'Customer created', level: 1 }).waitFor();
  await settle(page);
  await page.getByRole('row', { name: /addCustomer/ }).getByRole('cell', { name: '400', exact: true }).waitFor();
  await inspect(page, 'delivery');
});

step('what is no JSON is refused, and a corrected call gets through', async (page) => {
  await page.getByRole('button', { name: 'Edit' }).click();
  const call = page.getByRole('textbox', { name: 'Call 1: addCustomer' });
  const request = JSON.parse(await call.inputValue());
  await call.fill('{ nonsense');
  await page.getByRole('button', { name: 'Save and try again' }).click();
  await page.getByText('This is not JSON').waitFor();
  await inspect(page, 'delivery-edit');
  vendor.answers = true;
  await call.fill(JSON.stringify({ ...request, surname: 'Lowe' }));
  await page.getByRole('button', { name: 'Save and try again' }).click();
  await call.waitFor({ state: 'detached' });
  for (let tries = 0; tries < 20 && !(await page.locator('.stats').getByText('1 of 1').isVisible()); tries += 1) {
    await page.waitForTimeout(500);
    await open(page, page.url());
  }
  await page.locator('.stats').getByText('1 of 1').waitFor();
  assert.equal(vendor.calls.at(-1).body.get('surname'), 'Lowe');
  assert.equal(await page.getByRole('button', { name: 'Drop' }).count(), 0, 'what was delivered cannot be dropped');
});

step('a change is given up after a question', async (page) => {
  await page.getByRole('link', { name: 'Outbox' }).first().click();
  const row = page.getByRole('row', { name: `Bea Low${number}` });
  await row.getByRole('button', { name: 'Drop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
  await row.getByText('Dropped').waitFor();
  await page.getByRole('link', { name: 'Dropped' }).click();
  await page.waitForURL('**/outbox?state=dropped');
  await row.waitFor();
  assert.equal(await page.getByRole('row', { name: `Ann Low${number}` }).count(), 0);
});

step('what the system answers otherwise than documented is listed, and resolved', async (page) => {
  const row = page.getByRole('row', { name: /warnings/ }).filter({ hasText: account });
  for (let tries = 0; tries < 20; tries += 1) {
    await open(page, '/drift');
    if (await row.isVisible()) break;
    await page.waitForTimeout(500);
  }
  await row.getByText('Unknown field').waitFor();
  await inspect(page, 'drift');
  await row.getByRole('button', { name: 'Resolve' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Resolved' }).click();
  await row.waitFor();
});

step('the page of the connection tells how it is, and switches who answers', async (page) => {
  await open(page, '/settings/connections');
  await page.getByRole('row', { name: account }).getByRole('link').click();
  await page.getByRole('heading', { name: 'Customer Database App', level: 1 }).waitFor();
  await settle(page);
  const failed = page.getByRole('term').filter({ hasText: 'Last success' }).locator('xpath=..');
  assert.doesNotMatch(await failed.innerText(), /\u2014/);
  await inspect(page, 'connection');
  await page.getByRole('button', { name: 'Answer from Onefold' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Answer from Onefold' }).click();
  await page.getByRole('button', { name: 'Forward to the vendor' }).waitFor();
  await page.getByText('Answered here').waitFor();
});

step('a setting of several texts is typed as JSON, and what is wrong with it is said beside it', async (page) => {
  await connect(page, 'OMNIDESK', centre);
  const row = page.getByRole('row', { name: centre });
  await row.getByRole('button', { name: 'Edit' }).click();
  const field = page.getByRole('textbox', { name: 'Channel ids' });
  await field.fill('{ "7": 1 }');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.locator('#field-settings-channel_ids-problem').filter({ hasText: /\w/ }).waitFor();
  await inspect(page, 'setting-text-map');
  await field.fill('{ "7": "email", "8": "telegram" }');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await field.waitFor({ state: 'detached' });
  await page.reload();
  await row.getByRole('button', { name: 'Edit' }).click();
  assert.deepEqual(JSON.parse(await field.inputValue()), { 7: 'email', 8: 'telegram' });
  await page.getByRole('button', { name: 'Cancel' }).click();
});

step('a setting that is an address is checked', async (page) => {
  await connect(page, 'CUSTOMERGAUGE', surveys);
  const row = page.getByRole('row', { name: surveys });
  await row.getByRole('button', { name: 'Edit' }).click();
  const field = page.getByRole('textbox', { name: 'Token url' });
  await field.fill('nonsense');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.locator('#field-settings-token_url-problem').filter({ hasText: /\w/ }).waitFor();
  await field.fill('https://auth.example.com/oauth2/token');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await field.waitFor({ state: 'detached' });
  await page.reload();
  await row.getByRole('button', { name: 'Edit' }).click();
  assert.equal(await field.inputValue(), 'https://auth.example.com/oauth2/token');
  await page.getByRole('button', { name: 'Cancel' }).click();
});

async function connect(page, system, name) {
  await open(page, '/settings/connections');
  await page.getByRole('button', { name: 'New connection' }).click();
  await page.getByRole('combobox', { name: 'System' }).selectOption(system);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add connection' }).click();
  await page.getByRole('row', { name }).waitFor();
}

step('the points tab goes on by pages', async (page) => {
  const made = await query('mutation($input: CustomerInput!) { createCustomer(input: $input) { customer { id } } }', { input: { firstName: 'Cleo', lastName: `Points${number}` } });
  const { id } = made.createCustomer.customer;
  const earn = 'mutation($input: EarnPointsInput!) { earnPoints(input: $input) { problems { message } } }';
  for (let lot = 1; lot <= 60; lot += 1) await query(earn, { input: { customerId: id, unit: 'POINTS', amount: String(lot), note: `Lot ${lot}` } });
  await open(page, `/customers/${id}/points`);
  const lots = page.getByRole('region', { name: 'Earned' }).getByRole('row');
  assert.equal(await lots.count(), 1 + 25);
  const more = page.getByRole('button', { name: 'Load more' });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Lot 11', { exact: true }).waitFor();
  assert.ok(await more.evaluate((button) => button === document.activeElement), 'the keyboard stays on the button');
  await page.keyboard.press('Enter');
  await page.getByText('Lot 1', { exact: true }).waitFor();
  assert.equal(await lots.count(), 1 + 60);
  assert.equal(await more.count(), 0);
  await inspect(page, 'customer-points-all');
});

step('who may only read is offered nothing else', async (page) => {
  const email = `reader.${number}@example.org`;
  const made = await query('mutation($email: String!) { createStaffUser(input: { email: $email, permissions: [CUSTOMER_READ] }) { password problems { message } } }', { email });
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL('**/login**');
  await logIn(page, { email, password: made.createStaffUser.password });
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
  await open(page, '/');
  assert.equal(await page.getByRole('alert').count(), 0, 'every part of the home page is for everybody');
  assert.equal(await page.getByRole('link', { name: 'Connections' }).count(), 0);
  await inspect(page, 'home-reader');
  await open(page, '/drift?state=resolved');
  await page.getByRole('row', { name: /warnings/ }).filter({ hasText: account }).waitFor();
  await open(page, '/outbox?state=dropped');
  await page.getByRole('row', { name: `Bea Low${number}` }).getByRole('link', { name: 'Customer created' }).click();
  await page.getByRole('heading', { name: 'Customer created', level: 1 }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
  for (const place of ['connections', 'keys', 'staff']) {
    await open(page, `/settings/${place}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    assert.equal(await page.getByRole('button', { name: /^New/ }).count(), 0, `nothing is made at ${place}`);
  }
});

step('no page threw, broke its policy or called another host', () => assert.deepEqual(day.faults, []));
