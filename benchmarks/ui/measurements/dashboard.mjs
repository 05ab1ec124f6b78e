import { forget, seen, visibleAt } from '../browser.mjs';

const FIRST_RUN = 'tr[data-testid^="run-"]';
/** Backstage's own table of the catalog, in the same portal and browser: the peer. */
const FIRST_ENTITY = 'table tbody tr a[href*="/catalog/"]';
const WATCH_MS = 8_000;

/**
 * From an empty cache to rows that can be clicked, for the dashboard and for the catalog's table, in
 * turns.
 */
export async function measureDashboard(browser, { repeats }) {
  const samples = { dashboard: [], catalog: [], requests: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    samples.catalog.push(await cold(browser, '/catalog', FIRST_ENTITY));
    const requests = [];
    samples.dashboard.push(
      await cold(browser, '/workflow-runs', FIRST_RUN, requests),
    );
    samples.requests.push(requests.length);
  }
  return samples;
}

/** What moves, and blocks, while the list is kept up to date and nobody touches it. */
export async function watchDashboard(browser, { showAll }) {
  const page = await browser.page();
  await page.goto('/workflow-runs?view=active');
  await visibleAt(page, FIRST_RUN);
  const more = page.getByRole('button', { name: 'Load more' });
  while (showAll && (await more.isVisible())) {
    await more.click();
    await page.waitForTimeout(500);
  }
  const rows = await page.locator(FIRST_RUN).count();
  await page.waitForTimeout(1_000);
  await forget(page);
  await page.waitForTimeout(WATCH_MS);
  const result = { rows, ...(await seen(page)) };
  await page.context().close();
  return result;
}

async function cold(browser, path, selector, requests = []) {
  const page = await browser.page();
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/workflow-runs/')) requests.push(pathname);
  });
  await page.goto(path, { waitUntil: 'commit' });
  const at = await visibleAt(page, selector);
  // What else it asks for without being asked.
  await page.waitForTimeout(500);
  await page.context().close();
  return at;
}
