import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { withProgress } from '../../processes/progress.mjs';
import { root } from '../../toolchain/root.mjs';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.mjs';
import { makeThrowawayDirectory } from '../throwawayDirectory.mjs';
import { buildGallery } from './build.mjs';
import { contactSheet } from './contactSheet.mjs';
import { MAIN_STATES } from './looks.mjs';
import { serveApp } from './serve.mjs';
import { openGallery, statesOf, visit } from './visit.mjs';

const PICTURES = join(root, 'e2e-results/gallery');

/**
 * Looks at every state of the gallery in several ways, takes a picture of each into
 * e2e-results/gallery, and checks that the browser has nothing to complain of, that nothing is wider
 * than the window, and that axe finds nothing.
 *
 * @param {import('./looks.mjs').Look[]} looks
 * @param {(state: string) => boolean} isWanted
 */
export async function lookAtGallery(looks, isWanted = () => true) {
  const app = makeThrowawayDirectory('gallery');
  mkdirSync(PICTURES, { recursive: true });
  await withProgress('Building the gallery', () => buildGallery(app));
  const server = await serveApp(app);
  const { executablePath, environment } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    args: CHROMIUM_FLAGS,
    env: { ...process.env, ...environment },
  });
  try {
    const seen = (
      await Promise.all(
        looks.map(look => lookAt(browser, server.url, look, isWanted)),
      )
    ).flat();
    writeFileSync(join(PICTURES, 'index.html'), contactSheet(seen, looks));
    return summaryOf(seen);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(app, { recursive: true, force: true });
  }
}

/**
 * @param {Array<{ state: string, look: string, problems: string[] }>} seen
 * @returns {Partial<import('../stage.mjs').StageResult>}
 */
export function summaryOf(seen) {
  if (seen.length === 0) return { problems: ['No state has been looked at'] };
  const wrong = seen.filter(({ problems }) => problems.length > 0);
  return {
    passed: seen.length - wrong.length,
    flaky: seen
      .filter(({ isFlaky }) => isFlaky)
      .map(({ state, look }) => `${state} (${look})`),
    problems: wrong.map(
      ({ state, look, problems }) =>
        `${state} (${look}): ${problems.join('\n      ')}`,
    ),
  };
}

async function lookAt(browser, url, look, isWanted) {
  const open = () => openGallery(browser, url, look);
  const gallery = await open();
  const all = await statesOf(gallery);
  const gone = MAIN_STATES.filter(state => !all.includes(state));
  if (gone.length > 0) throw new Error(`There is no state ${gone}`);
  const states = (look.mainOnly ? MAIN_STATES : all).filter(isWanted);
  const seen = new Map();
  // Whoever is ready takes the next one.
  const left = states.values();
  const visitNext = async page => {
    for (const state of left) {
      seen.set(state, await see(page, state, look));
    }
    await page.close();
  };
  await Promise.all([visitNext(gallery), open().then(visitNext)]);
  return states.map(state => seen.get(state));
}

/** Looks at a state; once more where something was wrong. */
async function see(gallery, state, look) {
  const first = await visit(gallery, state, look, PICTURES);
  const problems =
    first.length > 0 ? await visit(gallery, state, look, PICTURES) : first;
  if (problems.length > 0) {
    console.log(`✖ ${state} (${look.name}): ${problems[0].slice(0, 200)}`);
  }
  const isFlaky = first.length > 0 && problems.length === 0;
  return { state, look: look.name, problems, isFlaky };
}
