import { forget, heapMb, seen, visibleAt } from '../browser.mjs';

const LOOKS = 6;
const BAR = '[role="progressbar"]';

/**
 * The page of a run that reports all the time: what is alive on the heap as time goes by, and what
 * moves and blocks meanwhile.
 */
export async function measureLive(browser, client, { updates, everyMs }) {
  const runId = await client.launch('lively', { updates, everyMs });
  const page = await browser.page();
  await page.goto(`/workflow-runs/runs/${runId}?tab=logs`);
  await visibleAt(page, BAR);
  await page.waitForTimeout(2_000);
  await forget(page);
  const lasts = updates * everyMs * 1.1;
  const heap = [];
  const started = Date.now();
  for (let look = 0; look < LOOKS; look++) {
    heap.push({
      seconds: (Date.now() - started) / 1_000,
      mb: await heapMb(page),
    });
    await page.waitForTimeout(lasts / LOOKS);
  }
  const watched = await seen(page);
  await client.until(runId, 'completed');
  await page.waitForTimeout(2_000);
  heap.push({
    seconds: (Date.now() - started) / 1_000,
    mb: await heapMb(page),
  });
  await page.context().close();
  return { updates, heap, ...watched };
}
