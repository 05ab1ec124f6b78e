import { type Page } from '@playwright/test';
import { expectNoBreachInThemes } from './accessibility';
import { getAs, launchAs } from './api';
import { runStatus } from './runs';
import {
  expect,
  signInAs,
  switchTheme,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 480_000 });
// What other tests let fail would be in the groups as well.
test.use({ actionTimeout: 60_000 });

const outage = {
  workflow: 'embedded/data_sync',
  input: { simulateOutage: true },
};

const strip = (page: Page) =>
  page.getByRole('region', { name: 'Failure groups' });

/** Launches runs that fail alike, and waits until a group has so many. */
async function failMany(page: Page, url: string, count: number, all: number) {
  const runIds: string[] = [];
  await expect(async () => {
    while (runIds.length < count)
      runIds.push(await launchAs(page, 'operator', outage, url));
  }).toPass({ timeout: 90_000 });
  await expect(async () => {
    const groups = await getAs(page, 'operator', '/failure-groups', url);
    const seen = groups.items.map((group: any) => group.seen.count);
    expect(Math.max(0, ...seen)).toBe(all);
  }).toPass({ timeout: 180_000 });
  return runIds;
}

test('runs that fail alike are one thing to look at, to put off, to resolve and to retry, until it returns', async ({
  page,
  browser,
  startPortal,
}) => {
  const portal = await startPortal('failure-groups');
  await signInAs(page, 'operator', portal.url);
  const [runId] = await failMany(page, portal.url, 3, 3);

  // From a run to those that failed like it.
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}`);
  await expect(runStatus(page)).toHaveText('Failed');
  await expect(
    page.getByRole('link', { name: /^Failed like 2 other runs, first / }),
  ).toBeVisible({ timeout: 30_000 });

  // On the dashboard, by keyboard.
  await page.goto(`${portal.url}/workflow-runs`);
  const link = strip(page).getByRole('listitem').getByRole('link');
  await expect(link).toHaveCount(1);
  const name = (await link.textContent())!;
  await expect(strip(page)).toContainText('3 runs');
  await takeScreenshots(page, 'failure-groups-dashboard', () =>
    expect(strip(page).getByRole('listitem')).toBeVisible(),
  );
  await switchTheme(page, 'light');
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workflow-runs\/failures\/fgr_/);
  await expect(page.getByText('Runs that failed so')).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^${name.slice(0, 10)}`));
  await takeScreenshots(page, 'failure-group', () =>
    expect(page.getByText('Runs that failed so')).toBeVisible(),
  );
  await expectNoBreachInThemes(page, page.getByText('Runs that failed so'));
  const address = page.url();

  // A viewer is told why not.
  const viewer = await browser.newPage();
  await signInAs(viewer, 'viewer', address);
  const refused = viewer.getByRole('button', { name: `Snooze: ${name}` });
  await expect(refused).toHaveAttribute('aria-disabled', 'true');
  await refused.hover();
  await expect(viewer.getByRole('tooltip')).toContainText(
    'workflow-runs.run.resolve',
  );
  await viewer.close();

  await page.getByRole('button', { name: `Snooze: ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For how long').selectOption('7 days');
  await dialog.getByLabel(/Reason/).fill('The provider knows');
  await takeScreenshot(page, 'failure-group-snooze');
  await dialog.getByRole('button', { name: 'Snooze' }).click();
  await expect(page.getByText(/Snoozed by operator/)).toContainText(
    'The provider knows',
  );
  await page.goto(`${portal.url}/workflow-runs`);
  await expect(strip(page)).toContainText('none is open');
  await page.goto(`${portal.url}/workflow-runs/failures?state=snoozed`);
  await page.getByRole('link', { name }).click();

  await page.getByRole('button', { name: `Resolve: ${name}` }).click();
  await dialog.getByLabel(/Reason/).fill('The provider is back');
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText(/Resolved by operator/)).toBeVisible();

  // It returns: open again, as another episode.
  await failMany(page, portal.url, 1, 4);
  await page.goto(`${portal.url}/workflow-runs`);
  await expect(strip(page).getByRole('listitem')).toContainText('4 runs');

  // All of it is retried, and fails once more.
  await strip(page)
    .getByRole('button', { name: `Retry 4 runs: ${name}` })
    .click();
  const preview = page.getByRole('dialog', { name: 'Retry 4 runs?' });
  await expect(preview).toContainText('4 runs repeat what has failed in them');
  await preview.getByLabel('Reason').fill('The provider is back');
  await preview.getByRole('button', { name: 'Retry 4 runs' }).click();
  await expect(page).toHaveURL(/bulk=blk_/);
  await expect(page.getByRole('dialog', { name: 'Bulk jobs' })).toContainText(
    '4 done',
    { timeout: 60_000 },
  );
  await expect(async () => {
    const run = await getAs(page, 'operator', `/runs/${runId}`, portal.url);
    expect([run.generation, run.status]).toEqual([1, 'failed']);
    expect(run.failureGroup?.seen).toEqual({ count: 4, isMore: false });
  }).toPass({ timeout: 180_000 });

  // The runs behind the number.
  await page.goto(address);
  await page
    .getByRole('region', { name: 'In numbers' })
    .getByRole('link', { name: '4 runs' })
    .click();
  await expect(page.getByTestId(/^run-run_/)).toHaveCount(4);
});
