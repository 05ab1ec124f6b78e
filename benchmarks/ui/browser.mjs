import { createRequire } from 'node:module';
import { join } from 'node:path';

import {
  CHROMIUM_FLAGS,
  findChromium,
} from '../../scripts/testing/chromium.mjs';
import { root } from '../../scripts/toolchain/root.mjs';

const { chromium } = createRequire(join(root, 'package.json'))(
  '@playwright/test',
);

const VIEWPORT = { width: 1440, height: 900 };

/** A browser whose pages are signed in as the example operator. */
export class Browser {
  #browser;
  #url;
  #storageState;

  static async open(url) {
    const { executablePath, environment } = await findChromium();
    const opened = new Browser();
    opened.#url = url;
    opened.#browser = await chromium.launch({
      executablePath,
      // Exact heap figures, and a collection when we ask for it.
      args: [
        ...CHROMIUM_FLAGS,
        '--enable-precise-memory-info',
        '--js-flags=--expose-gc',
      ],
      env: { ...process.env, ...environment },
    });
    opened.#storageState = await opened.#signIn();
    return opened;
  }

  get version() {
    return this.#browser.version();
  }

  /** A page with nothing in its cache, which counts what it asks the API for. */
  async page() {
    const context = await this.#browser.newContext({
      baseURL: this.#url,
      viewport: VIEWPORT,
      locale: 'en-US',
      timezoneId: 'UTC',
      storageState: this.#storageState,
    });
    await context.addInitScript(watch);
    return context.newPage();
  }

  async close() {
    await this.#browser.close();
  }

  async #signIn() {
    const context = await this.#browser.newContext({ baseURL: this.#url });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in as operator' }).click();
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    const state = await context.storageState();
    await context.close();
    return state;
  }
}

/** Runs in the page before all else: notes long tasks, and what moved without anybody touching it. */
function watch() {
  const seen = { longTasks: [], shift: 0 };
  globalThis.seen = seen;
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries())
      seen.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => {
    for (const { value, hadRecentInput } of list.getEntries())
      if (!hadRecentInput) seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Forgets the long tasks and shifts so far. */
export function forget(page) {
  return page.evaluate(() => {
    globalThis.seen.longTasks.length = 0;
    globalThis.seen.shift = 0;
  });
}

/** @returns {Promise<{ longest: number, over50: number, shift: number }>} milliseconds */
export function seen(page) {
  return page.evaluate(() => {
    const durations = globalThis.seen.longTasks.map(({ duration }) => duration);
    return {
      longest: Math.max(0, ...durations),
      over50: durations.length,
      shift: globalThis.seen.shift,
    };
  });
}

/**
 * Waits until something can be seen, looking at every frame.
 *
 * @returns {Promise<number>} milliseconds since the navigation began
 */
export async function visibleAt(page, selector) {
  const handle = await page.waitForFunction(
    wanted => document.querySelector(wanted) && performance.now(),
    selector,
    { polling: 'raf', timeout: 60_000 },
  );
  return handle.jsonValue();
}

/**
 * From a click to the second frame after what it asks for is there: drawn, not only in the document.
 *
 * @returns {Promise<number>} milliseconds
 */
export function clickUntil(page, { button, selector }) {
  return page.evaluate(
    ([name, wanted]) =>
      new Promise(resolve => {
        const target = [...document.querySelectorAll('button')].find(each =>
          each.textContent.trim().startsWith(name),
        );
        const started = performance.now();
        target.click();
        const look = () =>
          document.querySelector(wanted)
            ? requestAnimationFrame(() =>
                setTimeout(() => resolve(performance.now() - started)),
              )
            : requestAnimationFrame(look);
        requestAnimationFrame(look);
      }),
    [button, selector],
  );
}

/** Scrolls an element from top to bottom in steps of a wheel, one a frame. */
export function scrollThrough(page, selector, { frames }) {
  return page.evaluate(
    ([wanted, count]) =>
      new Promise(resolve => {
        const element = document.querySelector(wanted);
        const far = element.scrollHeight - element.clientHeight;
        let frame = 0;
        const step = () => {
          frame += 1;
          element.scrollTop = (far * frame) / count;
          if (frame < count) requestAnimationFrame(step);
          else setTimeout(() => resolve(far), 200);
        };
        requestAnimationFrame(step);
      }),
    [selector, frames],
  );
}

/** What is alive on the heap, in MB. */
export async function heapMb(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1_048_576;
}
