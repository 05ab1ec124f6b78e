/* eslint-env browser -- what is evaluated in a page */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from '../../toolchain/root.mjs';
import { checkPage } from './checks.mjs';

const AXE = createRequire(join(root, 'package.json')).resolve(
  'axe-core/axe.min.js',
);
const TIMEOUT_MS = 60_000;
/** So long nothing has to change before a picture is taken. */
const QUIET_MS = 120;
/** After this it counts as quiet: something moves all the time. */
const RESTLESS_MS = 2_000;

/** What a healthy state says, too: React 18.3 about Material-UI v4, and Backstage about itself. */
const KNOWN_NOISE = [
  /findDOMNode is deprecated/,
  /Support for defaultProps will be removed/,
  /icons were registered as IconComponent, which is deprecated/,
  // the breadcrumbs of Backstage’s own page header, in development
  /<Focusable> child must have an interactive ARIA role/,
];

/**
 * Opens the gallery as a look wants it, in a page that then goes from state to state.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {import('./looks.mjs').Look} look
 */
export async function openGallery(browser, url, look) {
  const context = await browser.newContext({
    viewport: look.viewport,
    deviceScaleFactor: look.zoom ?? 1,
    reducedMotion: look.still ? 'reduce' : 'no-preference',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  await context.addInitScript(
    theme => window.localStorage.setItem('theme', theme),
    look.theme,
  );
  const page = await context.newPage();
  const said = [];
  page.on('console', message => {
    if (!['error', 'warning', 'assert'].includes(message.type())) return;
    const text = message.text();
    if (KNOWN_NOISE.some(pattern => pattern.test(text))) return;
    said.push(`console ${message.type()}: ${text.slice(0, 500)}`);
  });
  page.on('pageerror', error => said.push(`uncaught: ${error.message}`));
  const reload = async () => {
    await page.goto(`${url}/gallery`);
    await page.locator('[data-state]').first().waitFor();
    await page.addScriptTag({ path: AXE });
  };
  await reload();
  return { page, said, reload, close: () => context.close() };
}

/** The addresses of all states, as the gallery lists them. */
export async function statesOf({ page }) {
  return page
    .locator('[data-state]')
    .evaluateAll(links => links.map(link => link.dataset.state));
}

/**
 * Looks at one state, takes its picture, and says what is wrong with it.
 *
 * @returns {Promise<string[]>}
 */
export async function visit(gallery, state, look, pictures) {
  const { page, said } = gallery;
  said.length = 0;
  await page.evaluate(path => {
    window.history.pushState(null, '', path);
    window.dispatchEvent(new PopStateEvent('popstate'));
    window.scrollTo(0, 0);
  }, `/gallery/${state}`);
  const broken = await arrive(page, state);
  await settle(page);
  const problems = broken ? [broken] : await checkPage(page, look);
  // Before the picture: what a page says while it is made larger for that is no fault of it.
  problems.push(...said);
  const file = join(pictures, look.name, `${state.replace('/', '.')}.png`);
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', fullPage: true });
  // What is broken may have taken the whole app with it.
  if (broken) await gallery.reload();
  return problems;
}

/** What fades in is there at once: half-way it has too little contrast, and its picture differs each time. */
async function settle(page) {
  await page.evaluate(() => {
    for (const each of document.getAnimations()) {
      // What goes on for ever has no end to go to.
      if (each.effect.getComputedTiming().endTime !== Infinity) each.finish();
    }
  });
}

async function arrive(page, state) {
  try {
    await page.waitForFunction(
      address =>
        document.body.dataset.galleryShown === address ||
        document.body.dataset.galleryBroken,
      state,
      { timeout: TIMEOUT_MS },
    );
  } catch {
    return 'does not get ready';
  }
  const broken = await page.evaluate(
    () => document.body.dataset.galleryBroken?.split('\n')[0],
  );
  if (broken) return broken;
  await page.evaluate(
    ([quiet, restless]) =>
      new Promise(resolve => {
        let timer = setTimeout(resolve, quiet);
        setTimeout(resolve, restless);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, quiet);
        }).observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      }),
    [QUIET_MS, RESTLESS_MS],
  );
  return undefined;
}
