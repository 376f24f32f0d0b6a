// A real Chromium, and what every page of Onefold must hold in it.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { url } from './server.mjs';

const SCREENSHOTS = process.env.ONEFOLD_SCREENSHOTS ?? fileURLToPath(new URL('../../../target/screenshots', import.meta.url));

/** Quiet and offline; the sandbox needs a kernel feature that containers and root lack. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a browser with one page. `faults` collects what no page may do: throw, break its policy, call another host. */
export async function openBrowser() {
  await mkdir(SCREENSHOTS, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.ONEFOLD_CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  return { browser, page, faults: await watch(page) };
}

async function watch(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).host !== new URL(url).host) faults.push(`foreign: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI} on ${document.location.pathname}`),
    );
  });
  return faults;
}

/** Looks at the page in light and in dark: a screenshot of each, and no fault of accessibility. */
export async function inspect(page, name, schemes = ['light', 'dark']) {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`), fullPage: true });
    await assertAccessible(page, `${name} in ${colorScheme}`);
  }
}

async function assertAccessible(page, name) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const lines = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
  assert.equal(violations.length, 0, `accessibility of ${name}:\n${lines.join('\n')}`);
}

/** Keeps what the page looked like when a step failed. */
export async function screenshotFailure(page, step) {
  await page.screenshot({ path: join(SCREENSHOTS, `failed-${step.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
}
