import { forget, heapMb, scrollThrough, seen, visibleAt } from '../browser.mjs';

const LOG = '[role="log"]';
const FRAMES = 240;

/** The log of a run with so many lines: until the first ones and all of them are there, and scrolling. */
export async function measureLogs(browser, runId, { lines, repeats }) {
  const samples = { first: [], all: [], heapMb: [] };
  let scrolling = { longest: 0, over50: 0 };
  for (let repeat = 0; repeat < repeats; repeat++) {
    const page = await browser.page();
    await page.goto(`/workflow-runs/runs/${runId}?tab=logs`, {
      waitUntil: 'commit',
    });
    samples.first.push(await visibleAt(page, `${LOG} > div > *`));
    samples.all.push(await allAt(page, lines));
    await page.waitForTimeout(1_000);
    samples.heapMb.push(await heapMb(page));
    await forget(page);
    await scrollThrough(page, LOG, { frames: FRAMES });
    const now = await seen(page);
    if (now.longest > scrolling.longest) scrolling = now;
    await page.context().close();
  }
  return { lines, ...samples, scrolling };
}

/** The tab counts the lines that have come. */
async function allAt(page, lines) {
  const handle = await page.waitForFunction(
    wanted => {
      const tab = [...document.querySelectorAll('[role="tab"]')].find(each =>
        each.textContent.startsWith('Logs'),
      );
      const shown = Number(tab?.textContent.replace(/\D/g, ''));
      return shown >= wanted && performance.now();
    },
    lines,
    { polling: 200, timeout: 120_000 },
  );
  return handle.jsonValue();
}
