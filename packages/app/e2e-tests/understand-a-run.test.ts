import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { DATA_SYNC, openLaunchForm, runStatus, stepRow } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 240_000 });

/** Where the bar of an attempt lies on the page. */
async function barOf(page: Page, step: string, name: RegExp) {
  const bar = stepRow(page, step).getByRole('img', { name }).first();
  await expect(bar).toBeVisible();
  return (await bar.boundingBox())!;
}

async function expectNoViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual(
    [],
  );
}

test('a failed run is understood: what overlapped, what was retried, and how it differs from one that went well', async ({
  page,
}) => {
  await signInAs(page, 'operator', DATA_SYNC);
  const good = await openLaunchForm(page);
  await good.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });

  const east = await barOf(page, 'Fetch east', /^Attempt 1:/);
  const west = await barOf(page, 'Fetch west', /^Attempt 1:/);
  expect(east.x).toBeLessThan(west.x + west.width);
  expect(west.x).toBeLessThan(east.x + east.width);

  await page.goto(DATA_SYNC);
  const bad = await openLaunchForm(page);
  await bad.getByLabel('Simulate an outage').check();
  await bad.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toHaveText('Failed', { timeout: 90_000 });

  const second = stepRow(page, 'Fetch west').getByRole('img', {
    name: /^Attempt 2: Failed.*expected retry/,
  });
  await expect(second).toBeVisible();
  await expect(
    stepRow(page, 'Fetch west')
      .getByRole('img', { name: /^back-off/ })
      .first(),
  ).toBeVisible();

  const grid = page.getByRole('grid', { name: 'Steps' });
  await grid.focus();
  await page.keyboard.press('+');
  await expect(page.getByText('150 %')).toBeVisible();
  await page.keyboard.press('0');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/step=/);
  const panel = page.getByRole('complementary', { name: /^Step 1/ });
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.keyboard.press('/');
  await page.keyboard.type('failed');
  // Others of the regions may have met a 503 after the run had failed, and are not tried again.
  await expect(page.getByText(/^[1-4] of \d+ steps$/)).toBeVisible();
  await expect(stepRow(page, 'Fetch west')).toBeVisible();
  await page.keyboard.press('Escape');
  await takeScreenshots(page, 'run-gantt');

  await page.getByRole('button', { name: 'Graph' }).click();
  await expect(page).toHaveURL(/view=graph/);
  const graph = page.getByRole('list', { name: 'Steps as a graph' });
  const node = graph.getByRole('button', { name: /Fetch west ?, ?Failed/ });
  await expect(node).toBeVisible();
  await expectNoViolations(page);
  await takeScreenshots(page, 'run-graph');

  await page.getByRole('button', { name: 'Table' }).click();
  const table = page.getByRole('grid', { name: 'Steps as a table' });
  await expect(
    table.getByRole('row').filter({ hasText: 'Fetch west' }),
  ).toContainText('4 expected');
  await table.getByRole('button', { name: 'Duration' }).click();
  await expect(
    table.getByRole('columnheader', { name: 'Duration' }),
  ).toHaveAttribute('aria-sort', 'ascending');
  await expectNoViolations(page);
  await takeScreenshots(page, 'run-table');

  await page.getByRole('button', { name: 'Compare with last good' }).click();
  await expect(page).toHaveURL(/\/workflow-runs\/compare\?a=/);
  const steps = page.getByRole('table', { name: 'Steps' });
  await expect(
    steps.getByRole('row').filter({ hasText: 'Fetch west' }),
  ).toContainText('Failed → Completed');
  await expect(page.getByRole('region', { name: 'Input' })).toContainText(
    'simulateOutage',
  );
  await expectNoViolations(page);
  await takeScreenshots(page, 'compare');
  await page.getByLabel('Only differences').check();
  await expect(page).toHaveURL(/only=differences/);
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(page.getByRole('region', { name: 'Run A' })).toContainText(
    'Completed',
  );
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Run A' })).toContainText(
    'Failed',
  );
});
