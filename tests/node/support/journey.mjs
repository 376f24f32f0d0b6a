// Steps of a staff user through the app, in one browser.

import { after, before, test } from 'node:test';
import { openBrowser, screenshotFailure } from './chromium.mjs';
import { staff } from './server.mjs';

/** Opens a browser for a file of tests. `of.page` and `of.faults` are there once the first step runs. */
export function journey() {
  const of = { page: undefined, faults: undefined, step };
  let browser, broken;
  before(async () => {
    const opened = await openBrowser();
    ({ browser } = opened);
    Object.assign(of, { page: opened.page, faults: opened.faults });
  });
  after(async () => browser?.close());

  /** A step. A failed one leaves a picture; the next ones would only fail for the same reason. */
  function step(title, run) {
    test(title, async (context) => {
      if (broken) return context.skip(`after "${broken}"`);
      try {
        await run(of.page);
      } catch (error) {
        broken = title;
        await screenshotFailure(of.page, title);
        throw error;
      }
    });
  }

  return of;
}

/** Fills in the login. */
export async function logIn(page, { email, password } = staff()) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Goes to a page and waits until all of it is there. */
export async function open(page, path) {
  await page.goto(path);
  await settle(page);
}

/** Waits until nothing on the page is under way. */
export async function settle(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'));
}
