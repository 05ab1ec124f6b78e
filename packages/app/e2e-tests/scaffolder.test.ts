import { type Page } from '@playwright/test';
import { getAs, launchAs } from './api';
import { action } from './operating';
import { openEntityTab } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 240_000 });
test.use({ actionTimeout: 30_000 });

const TEMPLATE = '/catalog/default/template/new-service';

/** Makes a service of the template, on the portal's own page for that. */
async function create(
  page: Page,
  name: string,
  how: { wait: number; fails?: true },
) {
  await page.goto('/create/templates/default/new-service');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Seconds that the review takes').fill(String(how.wait));
  if (how.fails) {
    await page.getByLabel('Let the check of the licence fail').check();
  }
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/create\/tasks\//);
}

const statusOf = (page: Page) =>
  page
    .getByRole('region', { name: 'New service' })
    .locator('[data-status]')
    .first();

test('what is made from a template is a run beside all others: seen live, with steps and lines, canceled, retried, and hidden from others', async ({
  page,
  context,
}) => {
  await signInAs(page, 'operator', TEMPLATE);
  const maker = await context.newPage();
  const embedded = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
    input: {},
  });

  // It comes into an open list by itself, beside a run of the portal's own engine.
  await page.goto('/workflow-runs');
  const rows = page.getByRole('row', { name: /New service/ });
  await expect(
    page.getByRole('row', { name: /Catalog health/ }).first(),
  ).toBeVisible();
  await expect(rows).toHaveCount(0);
  await create(maker, 'billing', { wait: 30 });
  await expect(rows.first()).toContainText('Running');
  const { items } = await getAs(
    page,
    'operator',
    '/runs?sort=-queuedAt&limit=2',
  );
  expect(items.map((run: any) => run.workflow.engine)).toEqual([
    'scaffolder',
    'embedded',
  ]);
  expect(items[1].id).toBe(embedded);

  await rows.first().getByRole('link').first().click();
  await expect(statusOf(page)).toHaveText('Running');
  const main = page.locator('main');
  await expect(main).toContainText('operator');
  await expect(main).toContainText('processing');
  await expect(main.getByText('Wait for the review').first()).toBeVisible();
  await expect(
    main.getByText('Beginning step Wait for the review'),
  ).toBeVisible();

  await action(page, /Cancel/).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('It was only a try');
  await dialog.getByRole('button', { name: /Cancel run/ }).click();
  await expect(statusOf(page)).toHaveText('Canceled');

  // One that fails is opened again by a retry, and fails in another passage.
  await create(maker, 'shipping', { wait: 0, fails: true });
  await page.goto(TEMPLATE);
  await openEntityTab(page, 'Runs');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Failed');
  await rows.first().getByRole('link').first().click();
  await expect(main).toContainText('The licence is missing');
  await expect(main.getByText('There is no LICENCE file')).toBeVisible();
  await takeScreenshots(page, 'scaffolder-run', async () => {
    await expect(main).toContainText('The licence is missing');
  });
  const failed = (
    await getAs(page, 'operator', '/runs?engine=scaffolder&status=failed')
  ).items[0];
  await action(page, /Retry/).first().click();
  const retry = page.getByRole('dialog');
  if (await retry.getByLabel(/Reason/).isVisible()) {
    await retry.getByLabel(/Reason/).fill('Once more');
    await retry.getByRole('button', { name: /Retry/ }).click();
  }
  await expect
    .poll(async () => {
      const run = await getAs(page, 'operator', `/runs/${failed.id}`);
      return [run.generation, run.status];
    })
    .toEqual([1, 'failed']);

  // Tasks are their makers' own, for all but those who look after the templates.
  const seen = async (user: 'viewer' | 'admin') =>
    (await getAs(page, user, '/runs?engine=scaffolder')).items.length;
  expect(await seen('viewer')).toBe(0);
  expect(await seen('admin')).toBe(2);
});
