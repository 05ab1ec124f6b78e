import { readFile } from 'node:fs/promises';
import {
  CATALOG_HEALTH,
  DATA_SYNC,
  openEntityTab,
  openLaunchForm,
  runStatus,
  stepRow,
} from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

test('an operator launches data_sync and watches it run, without reloading', async ({
  page,
}) => {
  await signInAs(page, 'operator', DATA_SYNC);
  const form = await openLaunchForm(page);
  await expect(form.getByLabel('Page size')).toHaveValue('25');
  await form.getByRole('button', { name: 'Launch' }).click();

  // The run opens in the entity's own tab, and its address can be shared.
  await expect(page).toHaveURL(/data-sync\/workflow-run\?run=run_/);
  await page.evaluate(() => {
    (window as { loadedOnce?: boolean }).loadedOnce = true;
  });
  await expect(runStatus(page)).toHaveText('Running');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(stepRow(page, 'Fetch north')).toContainText('Running');
  await expect(page.getByRole('log')).toContainText('Fetched 25 orders');
  await takeScreenshots(page, 'run-running');

  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
  await expect(page.getByText('8/8 · 100 %').first()).toBeVisible();
  await expect(stepRow(page, 'Write report')).toContainText('Completed');
  expect(
    await page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce),
  ).toBe(true);
  await takeScreenshots(page, 'run-completed');

  await openEntityTab(page, 'Runs');
  await expect(page.getByRole('table', { name: 'Runs' })).toContainText(
    'Completed',
  );
  await takeScreenshots(page, 'entity-runs');
});

test('catalog_health writes a CSV and an HTML report that can be downloaded', async ({
  page,
}) => {
  await signInAs(page, 'operator', CATALOG_HEALTH);
  const form = await openLaunchForm(page);
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });

  await page.getByRole('tab', { name: /Artifacts/ }).click();
  await takeScreenshots(page, 'run-artifacts');
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /Download .*\.csv/ }).click(),
  ]);
  const content = await readFile(await csv.path(), 'utf8');
  expect(content).toContain('component:default/');
  await expect(
    page.getByRole('button', { name: /Download .*\.html/ }),
  ).toBeVisible();
});
