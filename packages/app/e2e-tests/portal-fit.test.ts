import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { launchAs } from './api';
import { DATA_SYNC, openEntityTab } from './runs';
import {
  expect,
  signInAs,
  switchTheme,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 180_000 });

const ACCOUNTING = '/catalog/default/system/accounting';
const AUTOMATION = '/catalog/default/domain/automation';
const ENGINEERING = '/catalog/default/group/engineering';

/** Launches a run of data_sync that fails, and tells its id. */
const launchFailing = (page: Page, tag: string) =>
  launchAs(page, 'operator', {
    workflow: 'embedded/data_sync',
    input: { simulateOutage: true },
    tags: [tag],
  });

/** Clicks as a reader does, and counts how often. */
function countingClicks(page: Page) {
  const clicks = { count: 0 };
  const click = async (
    role: 'link' | 'button' | 'tab' | 'option' | 'menuitem',
    name: RegExp | string,
  ) => {
    await page.getByRole(role, { name }).first().click();
    clicks.count += 1;
  };
  return { clicks, click };
}

async function expectNoFlaws(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    // The header of the portal, and the order of headings on its pages, are not ours.
    .disableRules(['region', 'heading-order'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
}

test('a failed run is open three clicks from the home page', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const tag = `home-${Date.now()}`;
  const runId = await launchFailing(page, tag);
  const open = new RegExp(`Failed: open run ${runId}$`);
  await expect(
    page
      .getByRole('region', { name: 'Failed lately' })
      .getByRole('link', { name: open }),
  ).toBeVisible({ timeout: 90_000 });
  await takeScreenshots(page, 'home', async () => {
    await expect(page.getByRole('link', { name: open }).first()).toBeVisible();
  });

  const find = async (
    steps: (click: ReturnType<typeof countingClicks>['click']) => Promise<void>,
  ) => {
    await page.goto('/');
    const { clicks, click } = countingClicks(page);
    await steps(click);
    await expect(page).toHaveURL(new RegExp(`/runs/${runId}`));
    await expect(page).toHaveTitle(
      /^Failed: Data sync run_.* \| Example portal/,
    );
    expect(clicks.count).toBeLessThanOrEqual(3);
  };
  await test.step('by status', () => find(click => click('link', open)));
  await test.step('by status, in the list of all that failed', () =>
    find(async click => {
      await click('link', 'See all: Failed lately');
      await click('link', new RegExp(`Open run ${runId}`));
    }));

  // A list shows the run by then, and a click on its row is the last one.
  const row = page.getByTestId(`run-${runId}`);
  const list = async (
    steps: (click: ReturnType<typeof countingClicks>['click']) => Promise<void>,
  ) => {
    await page.goto('/');
    const { clicks, click } = countingClicks(page);
    await steps(click);
    await expect(row).toContainText('Failed');
    expect(clicks.count).toBeLessThanOrEqual(3);
  };
  await test.step('by workflow', () =>
    list(async click => {
      await click('link', 'Workflow runs');
      await click('button', 'Workflow Any');
      await click('option', /^Data sync/);
    }));
  await test.step('by time', () =>
    list(async click => {
      await click('link', 'Workflow runs');
      await click('button', 'Queued Any');
      await click('menuitem', 'Last hour');
    }));
  await test.step('by tag', () =>
    list(async click => {
      await click('link', 'Workflow runs');
      await click('button', 'Tag Any');
      await click('option', new RegExp(`^${tag}`));
    }));
});

test('the way to a run leads back to its workflow and to all runs', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const runId = await launchFailing(page, `way-${Date.now()}`);
  await page.goto(`/workflow-runs/runs/${runId}`);
  const way = page.getByRole('navigation', { name: 'Breadcrumbs' });
  await expect(way).toContainText(/Workflow runs.*Data sync.*run_/);
  await expect(page).toHaveTitle(/^Failed: Data sync/, { timeout: 90_000 });
  await takeScreenshots(page, 'breadcrumbs', async () => {
    await expect(way).toContainText('Data sync');
  });
  await way.getByRole('link', { name: 'Data sync' }).click();
  await expect(page).toHaveURL(/workflow=embedded%2Fdata_sync/);
  await expect(page.getByTestId(`run-${runId}`)).toBeVisible();
  await expect(page).toHaveTitle('Workflow runs | Example portal');
});

test('the page of a workflow tells how it does, on cards and in a tab', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const runId = await launchFailing(page, `cards-${Date.now()}`);
  await page.goto(DATA_SYNC);
  const line = page.getByTestId(`line-${runId}`);
  await expect(line).toContainText('Failed', { timeout: 90_000 });
  await expect(page.getByText('Success rate', { exact: true })).toBeVisible();
  await takeScreenshots(page, 'entity-cards', async () => {
    await expect(line).toBeVisible();
    await expect(page.getByText('Success rate', { exact: true })).toBeVisible();
  });
  for (const theme of ['light', 'dark'] as const) {
    await switchTheme(page, theme);
    await expect(line).toBeVisible();
    await expectNoFlaws(page);
  }

  await openEntityTab(page, 'Statistics');
  const causes = page.getByRole('table', { name: 'Failure causes' });
  await expect(causes).toBeVisible({ timeout: 60_000 });
  await takeScreenshots(page, 'statistics-tab', async () => {
    await expect(causes).toBeVisible();
  });
  await expectNoFlaws(page);
  await page
    .getByRole('button', { name: 'View as table: Slowest steps' })
    .click();
  await expect(
    page.getByRole('columnheader', { name: 'Longest' }),
  ).toBeVisible();
  await expectNoFlaws(page);
  await page
    .getByRole('table', { name: 'Recent runs' })
    .getByRole('row', { name: /Failed/ })
    .getByRole('link')
    .first()
    .click();
  await expect(page).toHaveURL(/\/workflow-run\?run=run_/);
  await expect(page).toHaveTitle(/ \| Failed: run_.* \| Example portal$/);
});

test('runs come together on systems, domains and groups', async ({ page }) => {
  await signInAs(page, 'operator');
  const launch = (workflow: string) =>
    launchAs(page, 'operator', { workflow, input: {} });
  const invoice = await launch('embedded/invoice_extraction');
  const health = await launch('embedded/catalog_health');
  const row = (id: string) => page.getByTestId(`run-${id}`);

  await page.goto(ACCOUNTING);
  await expect(page.getByTestId(`line-${invoice}`)).toBeVisible({
    timeout: 60_000,
  });
  await openEntityTab(page, 'Runs');
  await expect(row(invoice)).toBeVisible();
  await expect(row(health)).toBeHidden();
  await takeScreenshots(page, 'system-runs', async () => {
    await expect(row(invoice)).toBeVisible();
  });
  await expectNoFlaws(page);

  for (const entity of [AUTOMATION, ENGINEERING]) {
    await page.goto(entity);
    await openEntityTab(page, 'Runs');
    await expect(row(invoice)).toBeVisible();
    await expect(row(health)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Workflow Any' }).click();
  await page.getByRole('option', { name: /^Catalog health/ }).click();
  await page.keyboard.press('Escape');
  await expect(row(invoice)).toBeHidden();
  await expect(page).toHaveURL(/workflow=embedded%2Fcatalog_health/);
  await page.reload();
  await expect(row(health)).toBeVisible();
  await expect(row(invoice)).toBeHidden();

  // The system of the web shop has no workflow.
  await page.goto('/catalog/default/system/web-shop');
  await openEntityTab(page, 'Runs');
  await expect(
    page.getByText('No workflow is part of this system'),
  ).toBeVisible();
  await takeScreenshots(page, 'system-without-workflows');
});
