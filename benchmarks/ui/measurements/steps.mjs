import {
  clickUntil,
  forget,
  scrollThrough,
  seen,
  visibleAt,
} from '../browser.mjs';

const GRID = '[role="grid"][aria-label="Steps"]';
const GANTT_ROW = `${GRID} [role="row"][aria-rowindex="2"]`;
const TABLE_ROW = '[role="grid"] [role="row"][aria-rowindex="2"]';
const FRAMES = 240;

/** A run of so many steps: its page, its Gantt and its table, and scrolling through both. */
export async function measureSteps(browser, runId, { repeats }) {
  const samples = { page: [], afterData: [], gantt: [], table: [] };
  let scrolling;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const page = await browser.page();
    // From a page of the portal, as one comes from the list: its code is loaded.
    await page.goto('/workflow-runs');
    await visibleAt(page, 'tr[data-testid^="run-"]');
    await page.goto(`/workflow-runs/runs/${runId}`, { waitUntil: 'commit' });
    const drawn = await visibleAt(page, GANTT_ROW);
    samples.page.push(drawn);
    samples.afterData.push(drawn - (await dataAt(page)));
    await page.waitForTimeout(1_000);
    samples.table.push(
      await clickUntil(page, { button: 'Table', selector: TABLE_ROW }),
    );
    const table = await scrolled(page, '[role="grid"]');
    samples.gantt.push(
      await clickUntil(page, { button: 'Gantt', selector: GANTT_ROW }),
    );
    const gantt = await scrolled(page, GRID);
    scrolling = worst(scrolling, { gantt, table });
    await page.context().close();
  }
  return { ...samples, scrolling };
}

async function scrolled(page, selector) {
  await page.waitForTimeout(300);
  await forget(page);
  const far = await scrollThrough(page, selector, { frames: FRAMES });
  return { ...(await seen(page)), far };
}

/** When the last of the steps had come, in milliseconds since the navigation began. */
function dataAt(page) {
  return page.evaluate(() =>
    Math.max(
      ...performance
        .getEntriesByType('resource')
        .filter(({ name }) =>
          /\/runs\/[^/]+(\/(steps|attempts))?(\?|$)/.test(name),
        )
        .map(({ responseEnd }) => responseEnd),
    ),
  );
}

function worst(before, now) {
  if (!before) return now;
  const of = view =>
    before[view].longest > now[view].longest ? before[view] : now[view];
  return { gantt: of('gantt'), table: of('table') };
}
