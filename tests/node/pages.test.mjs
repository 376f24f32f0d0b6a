// Every page in light and in dark, on a desk and on a phone; and the app without a mouse.

import assert from 'node:assert/strict';
import { inspect } from './support/chromium.mjs';
import { journey, logIn, open } from './support/journey.mjs';
import { query } from './support/server.mjs';

const day = journey();
const { step } = day;

const PAGES = ['/', '/customers', '/lookups', '/notifications', '/outbox', '/drift', '/quarantine', '/settings/connections', '/settings/keys', '/settings/staff', '/settings/audit', '/nowhere', '/outbox/nowhere', '/settings/connections/nowhere'];
const TABS = ['overview', 'timeline', 'channels', 'purchases', 'points', 'rewards', 'segments', 'properties', 'pipelines', 'activity', 'health', 'surveys', 'sources'];
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const LOOKS = ['outlineStyle', 'outlineWidth', 'boxShadow', 'textDecorationLine', 'backgroundColor'];

step('staff log in by the keyboard', async (page) => {
  await page.goto('/customers');
  await page.getByLabel('E-mail').waitFor();
  await logIn(page);
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
});

for (const path of PAGES) {
  step(`${path} has no fault of accessibility`, async (page) => see(page, path, name(path)));
}

step('no tab of a customer has one either', async (page) => {
  const { customers } = await query('{ customers(first: 1, filter: { vendor: CARECLOUD }, orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }) { nodes { id } } }');
  const { id } = customers.nodes[0];
  for (const tab of TABS) await see(page, `/customers/${id}/${tab}`, `customer-${tab}`);
});

/** Looks at a page on a desk and on a phone, than which nothing may be wider. Colours are the same on both. */
async function see(page, path, name) {
  await page.setViewportSize(PHONE);
  await open(page, path);
  await inspect(page, `page-${name}-phone`, ['light']);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= PHONE.width, `${path} is ${width} wide`);
  await page.setViewportSize(DESK);
  await inspect(page, `page-${name}`);
}

function name(path) {
  return path === '/' ? 'home' : path.slice(1).replaceAll('/', '-');
}

step('the first stop of the keyboard leads past the navigation', async (page) => {
  await open(page, '/customers');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

step('a step to another page takes the keyboard to its heading', async (page) => {
  for (const area of ['Home', 'Outbox', 'Drift', 'Quarantine', 'Look-ups', 'Customers']) {
    await page.getByRole('link', { name: area, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((area) => document.activeElement.tagName === 'H1' && document.activeElement.textContent === area, area);
  }
  const first = page.locator('a.row-link').first();
  const customer = await first.innerText();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((customer) => document.activeElement.tagName === 'H1' && document.activeElement.textContent === customer, customer);
});

step('a dialog keeps the keyboard, and gives it back however it is closed', async (page) => {
  await open(page, '/settings/connections');
  const button = page.getByRole('button', { name: 'New connection' });
  for (const close of ['Escape', 'Cancel', 'Close']) {
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (let stops = 0; stops < 12; stops += 1) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null);
      assert.ok(inside, await focused(page));
    }
    if (close === 'Escape') await page.keyboard.press('Escape');
    else await dialog.getByRole('button', { name: close }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement.tagName === 'BUTTON' && document.activeElement.textContent.trim() === 'New connection');
  }
});

step('every stop of the keyboard can be seen', async (page) => {
  await open(page, '/customers');
  const seen = new Set();
  for (let stops = 0; stops < 40; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(look, LOOKS);
    assert.notEqual(stop.focused, stop.blurred, stop.name);
    seen.add(stop.name);
  }
  assert.ok(seen.size > 20, 'the keyboard goes on');
});

step('no page threw, broke its policy or called another host', () => assert.deepEqual(day.faults, []));

/** How what the keyboard is on looks with it, and without it. */
async function look(properties) {
  const element = document.activeElement;
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const parts = [[element], [element, '::after'], [element.closest('th, td') ?? element]];
  const all = () => JSON.stringify(parts.map((part) => properties.map((property) => getComputedStyle(...part)[property])));
  const focused = all();
  element.blur();
  await frame();
  const blurred = all();
  element.focus();
  await frame();
  return { name: element.outerHTML.slice(0, 120), focused, blurred };
}

/** The words of what the keyboard is on. */
function focused(page) {
  return page.evaluate(() => document.activeElement.textContent.trim());
}
