import { type Page } from '@playwright/test';
import { getAs, launchAs } from './api';
import { runStatus, stepRow } from './runs';
import { expect, signInAs, takeScreenshot, test } from './support';

// The browser says so for each request that finds nobody.
test.use({
  actionTimeout: 60_000,
  expectedProblems: [
    /net::ERR_|Failed to (load resource|fetch)|NetworkError|WebSocket connection to|response 5\d\d/,
  ],
});
test.describe.configure({ timeout: 480_000 });

/** Waits for a portal that has just been started to know its workflows. */
async function launchSync(page: Page, url: string): Promise<string> {
  let runId = '';
  await expect(async () => {
    runId = await launchAs(
      page,
      'operator',
      { workflow: 'embedded/data_sync', input: { delayMs: 6_000 } },
      url,
    );
  }).toPass({ timeout: 60_000 });
  return runId;
}

test('a page that is open while the backend is restarted says so, comes back by itself, and shows all of the run once', async ({
  page,
  startPortal,
}) => {
  // The others still need theirs.
  const portal = await startPortal('restarted-portal');
  await signInAs(page, 'operator', portal.url);
  const runId = await launchSync(page, portal.url);
  // The catalog of a portal that has just been started may know no entity yet.
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}`);
  await page.evaluate(() => {
    (window as { loadedOnce?: boolean }).loadedOnce = true;
  });
  await expect(runStatus(page)).toHaveText('Running', { timeout: 60_000 });
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByRole('log')).toContainText(/Fetched \d+ orders/, {
    timeout: 60_000,
  });

  // No farewell: as when the machine goes.
  await portal.halt('SIGKILL');
  await expect(page.getByText(/^Shown as of .* ago\./)).toContainText(
    'The backend cannot be reached.',
    { timeout: 60_000 },
  );
  await expect(page.locator('[data-connection]')).toHaveText('Disconnected');
  await expect(page.getByRole('status').getByText(/is lost/)).toHaveCount(1);
  // What was known stays, and can be looked at.
  await expect(runStatus(page)).toHaveText('Running');
  await stepRow(page, 'Fetch north').click();
  await expect(
    page.getByRole('complementary', { name: /Fetch north/ }),
  ).toBeVisible();
  await takeScreenshot(page, 'backend-gone');

  await portal.resume();
  await expect(page.locator('[data-connection]')).toHaveText('Live', {
    timeout: 90_000,
  });
  await expect(page.getByText(/^Shown as of/)).toBeHidden();
  await expect(page.getByRole('status').getByText('Live again')).toHaveCount(1);
  // The engine has taken the run up again.
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 240_000 });
  await expect(page.getByText('8/8 · 100 %').first()).toBeVisible();
  expect(
    await page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce),
  ).toBe(true);

  // All that the portal knows is on the screen, each of it once.
  const { items: lines } = await getAs(
    page,
    'operator',
    `/runs/${runId}/logs?limit=1000`,
    portal.url,
  );
  await expect(
    page.getByRole('tab', { name: `Logs ${lines.length}`, exact: true }),
  ).toBeVisible();
  const { items: events } = await getAs(
    page,
    'operator',
    `/runs/${runId}/events?limit=1000`,
    portal.url,
  );
  await page.getByRole('tab', { name: 'Events' }).click();
  const rows = page.getByRole('table', { name: 'Events' }).locator('tbody tr');
  await expect(rows).toHaveCount(events.length);
  const numbers = await rows.locator('td:first-child').allTextContents();
  expect(new Set(numbers).size).toBe(events.length);
  const { items: steps } = await getAs(
    page,
    'operator',
    `/runs/${runId}/steps`,
    portal.url,
  );
  for (const step of steps) {
    await expect(stepRow(page, step.name)).toHaveCount(1);
    await expect(stepRow(page, step.name)).toContainText('Completed');
  }
  await takeScreenshot(page, 'backend-back');
});
