import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { launchAs } from './api';
import {
  expect,
  signInAs,
  switchTheme,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 180_000 });

const rows = (page: Page) => page.getByTestId(/^run-run_/);
const bar = (page: Page) =>
  page.getByRole('toolbar', { name: 'Selected runs' });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Bulk jobs' });
/** The job that was started: other tests start some as well. */
async function startedJob(page: Page) {
  await expect(page).toHaveURL(/bulk=blk_/);
  const id = new URL(page.url()).searchParams.get('bulk');
  return panel(page).getByTestId(`bulk-job-${id}`);
}
const listOf = (tag: string) => `/workflow-runs?tag=${encodeURIComponent(tag)}`;

/** Launches runs of a tag of their own: what other tests launch is in no list of these. */
async function launchMany(
  page: Page,
  count: number,
  request: (tag: string) => object,
) {
  const tag = `bulk-${Date.now()}-${count}`;
  await Promise.all(
    Array.from({ length: count }, () =>
      launchAs(page, 'operator', request(tag)),
    ),
  );
  return tag;
}

const failing = (tag: string) => ({
  workflow: 'embedded/data_sync',
  input: { simulateOutage: true },
  tags: [tag],
});
const quick = (tag: string) => ({
  workflow: 'embedded/catalog_health',
  input: {},
  tags: [tag],
});

async function selectShown(page: Page, count: number) {
  await expect(rows(page)).toHaveCount(count, { timeout: 30_000 });
  await page
    .getByRole('checkbox', { name: 'Select all that are shown' })
    .check();
}

test('failed runs are retried together, after a preview, and the job is followed to its end', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'operator');
  const tag = await launchMany(page, 4, failing);
  await page.goto(listOf(tag));
  await expect(rows(page).getByText('Failed')).toHaveCount(4, {
    timeout: 90_000,
  });
  await selectShown(page, 4);
  await expect(bar(page)).toContainText('4 selected');

  // Whoever may only look can copy ids, and nothing else.
  const viewer = await browser.newPage();
  await signInAs(viewer, 'viewer', `${process.env.E2E_URL}${listOf(tag)}`);
  await selectShown(viewer, 4);
  await expect(bar(viewer).getByRole('button')).toHaveText([
    'Copy ids',
    'Clear',
  ]);
  await viewer.close();

  // Runs that have failed cannot be canceled, and it says so.
  const cancel = bar(page).getByRole('button', { name: 'Cancel runs' });
  await cancel.hover();
  await expect(page.getByRole('tooltip')).toContainText('The run has ended');

  await bar(page).getByRole('button', { name: 'Retry' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 4 runs?' });
  await expect(dialog).toContainText('4 runs repeat what has failed in them');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(bar(page).getByRole('button', { name: 'Retry' })).toBeFocused();

  await page.keyboard.press('Enter');
  await dialog.getByLabel('Reason').fill('The provider answers again');
  await takeScreenshot(page, 'bulk-preview');
  await dialog.getByRole('button', { name: 'Retry 4 runs' }).click();
  const job = await startedJob(page);
  await expect(job).toContainText('Retry 4 runs');
  await expect(
    page.getByText('“Retry 4 runs” has started').first(),
  ).toBeVisible();

  await expect(job).toContainText('4 done', { timeout: 60_000 });
  await expect(
    page.getByText('“Retry 4 runs” has ended').first(),
  ).toBeVisible();
  await takeScreenshots(page, 'bulk-job-ended', () =>
    expect(job).toContainText('4 done'),
  );

  // It is in the backend: a reload shows the same.
  await page.reload();
  await expect(job).toContainText('The provider answers again', {
    timeout: 30_000,
  });
  await job.getByRole('button', { name: '4 done' }).click();
  await expect(job.getByRole('link')).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(page.getByRole('button', { name: /^Bulk jobs/ })).toBeFocused();
});

test('a job says of which runs it was not done, and why, and selects them', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const tag = await launchMany(page, 2, quick);
  await launchAs(page, 'operator', {
    workflow: 'embedded/trial_activation',
    input: {},
    tags: [tag],
  });
  await page.goto(listOf(tag));
  await expect(rows(page).getByText('Completed')).toHaveCount(2);
  await selectShown(page, 3);
  await bar(page).getByRole('button', { name: 'Cancel runs' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 3 runs?' });
  await expect(dialog).toContainText('1 run is canceled');
  await expect(dialog).toContainText(
    '2 runs are left alone: The run has ended: it is completed',
  );
  await expect(dialog.getByRole('link')).toHaveCount(3);
  await dialog.getByLabel('Reason').fill('No longer needed');
  await dialog.getByLabel(/^Name of the job/).fill('Tidy up');
  await dialog.getByRole('button', { name: 'Cancel 1 run' }).click();

  const job = await startedJob(page);
  await expect(job).toContainText('1 done', { timeout: 60_000 });
  await job.getByRole('button', { name: '2 left alone' }).click();
  await expect(job).toContainText('The run has ended: it is completed');
  await takeScreenshot(page, 'bulk-job-refused');
  await job.getByRole('button', { name: 'Select these runs' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(bar(page)).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
});

test('all runs that match are tagged, also those that are not shown', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const tag = await launchMany(page, 27, quick);
  await page.goto(listOf(tag));
  await selectShown(page, 25);
  await bar(page)
    .getByRole('button', { name: 'Select all 27 that match' })
    .click();
  await expect(bar(page)).toContainText('All 27 that match are selected');
  await bar(page)
    .getByRole('button', { name: 'More to do with the selected runs' })
    .click();
  await page.getByRole('menuitem', { name: 'Change tags' }).click();
  const dialog = page.getByRole('dialog', { name: /27 runs/ });
  await dialog.getByLabel('Tags to add').fill(`${tag}-seen`);
  await dialog.getByLabel('Reason').fill('Looked through');
  await dialog.getByRole('button', { name: 'Tag 27 runs' }).click();
  await expect(await startedJob(page)).toContainText('27 done', {
    timeout: 60_000,
  });
  await page.goto(`${listOf(`${tag}-seen`)}`);
  await expect(page.getByText('25 shown, newest first')).toBeVisible();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(rows(page)).toHaveCount(27);
});

for (const theme of ['light', 'dark'] as const) {
  test(`bulk jobs have no flaws that axe finds, ${theme}`, async ({ page }) => {
    await signInAs(page, 'operator');
    const tag = await launchMany(page, 2, quick);
    await page.goto(listOf(tag));
    await switchTheme(page, theme);
    const check = async () => {
      const { violations } = await new AxeBuilder({ page })
        // The header of the portal, and where it mounts menus, are not ours.
        .disableRules(['region'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual(
        [],
      );
    };
    await selectShown(page, 2);
    await bar(page).getByRole('button', { name: 'Re-run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Re-run 2 runs?' });
    await expect(dialog).toContainText('2 new runs are launched');
    await check();
    await dialog.getByLabel('Reason').fill('Once more');
    await dialog.getByRole('button', { name: 'Re-run 2 runs' }).click();
    const job = await startedJob(page);
    await expect(job).toContainText('2 done', { timeout: 60_000 });
    await job.getByRole('button', { name: '2 done' }).click();
    await expect(job.getByRole('link')).toHaveCount(4);
    await check();
  });
}
