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

test.describe.configure({ timeout: 120_000 });

const rows = (page: Page) => page.getByTestId(/^run-run_/);

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

test.describe('a run is found from the home of the portal with three clicks', () => {
  test('by its workflow, its status, its time or its tag', async ({ page }) => {
    await signInAs(page, 'operator');
    const tag = `find-me-${Date.now()}`;
    const failing = await launchAs(page, 'operator', {
      workflow: 'embedded/data_sync',
      input: { simulateOutage: true },
      tags: [tag],
    });
    const row = page.getByTestId(`run-${failing}`);
    const find = async (
      steps: (
        click: ReturnType<typeof countingClicks>['click'],
      ) => Promise<void>,
    ) => {
      await page.goto('/');
      const { clicks, click } = countingClicks(page);
      await click('link', 'Workflow runs');
      await steps(click);
      await expect(row).toBeVisible({ timeout: 60_000 });
      expect(clicks.count).toBeLessThanOrEqual(3);
    };

    await find(async click => {
      await click('button', 'Workflow Any');
      await click('option', /^Data sync/);
    });
    await expect(page).toHaveURL(/workflow=embedded%2Fdata_sync/);
    await find(async click => {
      await click('button', 'Tag Any');
      await click('option', new RegExp(`^${tag}`));
    });
    await expect(rows(page)).toHaveCount(1);
    await find(async click => {
      await click('button', 'Queued Any');
      await click('menuitem', 'Last hour');
    });
    await expect(page).toHaveURL(/since=PT1H/);
    await find(click => click('tab', /^Failed/));
    await expect(row).toContainText('Failed');
  });
});

test('a link to a list shows the same to somebody else, and back goes back', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'operator');
  const tag = `shared, ${Date.now()}`;
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
    input: {},
    environment: 'staging',
    tags: [tag],
  });
  await page.goto('/workflow-runs');
  await expect(page.getByTestId(`run-${runId}`)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('environment');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^staging/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Tag Any' }).click();
  await page.getByRole('option', { name: new RegExp(`^${tag}`) }).click();
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(1);
  const address = page.url();

  const other = await browser.newPage();
  await signInAs(other, 'viewer', address);
  await expect(rows(other)).toHaveCount(1);
  await expect(other.getByTestId(`run-${runId}`)).toBeVisible();
  // Whoever may only look is offered nothing else.
  await expect(
    other.getByRole('button', { name: 'Launch workflow' }),
  ).toBeHidden();
  await other.close();

  await page.goBack();
  await expect(page.getByRole('button', { name: 'Tag Any' })).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Environment staging' }),
  ).toBeVisible();
  await page.goBack();
  await expect(
    page.getByRole('button', { name: 'Environment staging' }),
  ).toBeHidden();
});

test('a view is saved, opened by its link, and deleted', async ({ page }) => {
  await signInAs(
    page,
    'operator',
    '/workflow-runs?view=failed&environment=prod',
  );
  const name = `Failed in production ${Date.now()}`;
  await page.getByRole('button', { name: /^View/ }).click();
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\?view=view_\w+$/);

  await page.reload();
  await expect(page.getByRole('button', { name: /^View/ })).toContainText(name);
  await expect(
    page.getByRole('button', { name: 'Status Failed, Canceled' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter Status' }).click();
  await expect(page.getByRole('button', { name: /^View/ })).toContainText(
    'Edited',
  );
  await takeScreenshots(page, 'saved-view');

  await page.getByRole('button', { name: /^View/ }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(page).toHaveURL(/\/workflow-runs$/);
});

test('new runs are announced, and the selection stays', async ({ page }) => {
  // In a list of its own: what other tests launch is announced as well.
  const tag = `announced ${Date.now()}`;
  const launch = () =>
    launchAs(page, 'operator', {
      workflow: 'embedded/catalog_health',
      input: {},
      tags: [tag],
    });
  const firstRunId = await launch();
  await signInAs(
    page,
    'operator',
    `/workflow-runs?tag=${encodeURIComponent(tag)}`,
  );
  const first = page.getByTestId(`run-${firstRunId}`);
  await expect(first).toContainText('Completed');
  await first.hover();
  await first.getByRole('checkbox').check();
  const runId = await launch();
  const pill = page.getByRole('button', { name: '1 new run' });
  await expect(pill).toBeVisible({ timeout: 30_000 });
  await expect(rows(page)).toHaveCount(1);
  await expect(first.getByRole('checkbox')).toBeChecked();
  // A change of the theme builds the page anew, and with it the selection.
  await takeScreenshot(page, 'new-runs');
  await pill.click();
  await expect(rows(page).first()).toHaveAttribute(
    'data-testid',
    `run-${runId}`,
  );
  await expect(first.getByRole('checkbox')).toBeChecked();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the dashboard has no flaws that axe finds, ${theme}`, async ({
    page,
  }) => {
    await launchAs(page, 'operator', {
      workflow: 'embedded/trial_activation',
      input: {},
      tags: ['eu-west', 'trial'],
    });
    await signInAs(page, 'operator', '/workflow-runs');
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
    await rows(page).first().getByRole('checkbox').check();
    await check();
    await page.getByRole('button', { name: 'Tag Any' }).click();
    await page.getByRole('option').first().waitFor();
    await check();
    await page.keyboard.press('Escape');
    // What is done with a selection takes the place of the line with the columns.
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox').first().waitFor();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^View/ }).click();
    await page.getByRole('menuitem').first().waitFor();
    await check();
    await page.keyboard.press('Escape');
    await rows(page).first().getByRole('link').focus();
    await page.keyboard.press(' ');
    await expect(
      page.getByRole('dialog', { name: 'Quick view' }),
    ).toContainText('Last states');
    await check();
  });
}
