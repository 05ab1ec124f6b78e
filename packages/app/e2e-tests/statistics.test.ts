import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { getAs, launchAs } from './api';
import { DATA_SYNC, openEntityTab } from './runs';
import {
  expect,
  type ExampleUser,
  signInAs,
  switchTheme,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 240_000 });

const GROUP = '/catalog/default/group/engineering';

/** Lets a run of data_sync fail, and waits until it is counted. */
async function failOne(page: Page): Promise<string> {
  const failedBefore = await failedOf(page);
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/data_sync',
    input: { simulateOutage: true },
  });
  await expect
    .poll(() => failedOf(page), { timeout: 120_000, intervals: [1_000] })
    .toBeGreaterThan(failedBefore);
  return runId;
}

async function failedOf(page: Page): Promise<number> {
  const { total } = await getAs(
    page,
    'operator',
    '/statistics?workflow=embedded/data_sync',
  );
  return total.failed;
}

const figure = (page: Page, name: string) =>
  page.getByRole('link', { name: new RegExp(`^${name}: `) });

async function expectNoFlaws(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    // The header of the portal, and the order of headings on its pages, are not ours.
    .disableRules(['region', 'heading-order'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
}

for (const user of ['operator', 'viewer'] satisfies ExampleUser[]) {
  test(`${user}: from the numbers of a workflow to the runs behind one of them`, async ({
    page,
  }) => {
    await signInAs(page, user);
    const runId = await failOne(page);
    await page.goto(DATA_SYNC);
    await openEntityTab(page, 'Statistics');
    await expect(figure(page, 'Failure rate')).toBeVisible();

    await page.getByRole('button', { name: '24 h' }).click();
    await expect(page).toHaveURL(/since=P1D/);
    await expect(
      page
        .getByRole('group', { name: /^Runs by outcome/ })
        .getByRole('link')
        .first(),
    ).toBeAttached();
    await page.goBack();
    await expect(page).not.toHaveURL(/since=/);
    await expect(
      page.getByRole('button', { name: '7 d', exact: true }),
    ).toHaveAttribute('aria-pressed', 'true');

    await page
      .getByRole('button', { name: 'View as table: Runs by outcome' })
      .click();
    await expect(
      page.getByRole('table', { name: 'Runs by outcome' }),
    ).toBeVisible();

    await figure(page, 'Failure rate').click();
    await expect(page).toHaveURL(/\/workflow-runs\?from=.*status=failed/);
    await expect(page.getByTestId(`run-${runId}`)).toContainText('Failed');
  });
}

test('what is red for the teams of a reader is one link from the list', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  await failOne(page);
  await page.goto('/workflow-runs');
  await page.getByRole('link', { name: 'Red for my teams' }).click();
  await expect(page).toHaveURL(/\/statistics\?owner=mine&since=P1D/);
  await expect(page).toHaveTitle('My teams | Example portal');
  await expect(page.getByRole('region', { name: 'What is red' })).toBeVisible();

  await page.getByLabel('Team').selectOption('');
  const red = page.getByRole('table', { name: 'What is red' });
  await expect(red.getByRole('row', { name: /Data sync/ })).toContainText(
    'Last run failed',
  );
  await takeScreenshots(page, 'statistics-page', async () => {
    await expect(red).toBeVisible();
  });
  for (const theme of ['light', 'dark'] as const) {
    await switchTheme(page, theme);
    await expect(red).toBeVisible();
    await expectNoFlaws(page);
  }
  await red.getByRole('link', { name: 'Data sync' }).click();
  await expect(page).toHaveURL(/workflow=embedded%2Fdata_sync/);
  await expect(figure(page, 'Success rate')).toBeVisible();
});

test('a team has the numbers of what belongs to it', async ({ page }) => {
  await signInAs(page, 'viewer');
  await failOne(page);
  await page.goto(`${GROUP}/rolled-up-statistics`);
  await expect(page.getByRole('region', { name: 'What is red' })).toBeVisible({
    timeout: 60_000,
  });
  await figure(page, 'Ended runs').click();
  await expect(page).toHaveURL(/\/rolled-up-runs\?from=/);
  await expect(page.getByTestId(/^run-/).first()).toBeVisible();
});
