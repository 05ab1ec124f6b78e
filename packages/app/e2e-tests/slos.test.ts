import AxeBuilder from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { getAs, launchAs } from './api';
import { CATALOG_HEALTH, openEntityTab } from './runs';
import {
  expect,
  signInAs,
  switchTheme,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 240_000 });

const REF = 'embedded/catalog_health';
/** Of fewer runs nothing is judged. */
const ENOUGH = 20;

async function objectiveOf(page: Page) {
  const { slos } = await getAs(page, 'operator', `/workflows/${REF}/slos`);
  return slos[0];
}

/** Lets so many runs fail that the example’s objective is missed, and waits until they are counted. */
async function missObjective(page: Page) {
  const { runs } = await objectiveOf(page);
  // More than one in twenty of those that there are, with those to come.
  const wanted = Math.max(ENOUGH - runs, Math.ceil(runs / 10));
  const failed: string[] = [];
  for (let count = 0; count < wanted; count++) {
    failed.push(
      await launchAs(page, 'operator', {
        workflow: REF,
        input: { failBelow: 100 },
      }),
    );
  }
  await expect
    .poll(async () => (await objectiveOf(page)).severity, {
      timeout: 120_000,
      intervals: [1_000],
    })
    .toBe('exhausted');
  return failed;
}

test('an objective that is missed is shown, and leads to the runs that failed', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const failed = await missObjective(page);

  await page.goto(CATALOG_HEALTH);
  await openEntityTab(page, 'Statistics');
  const objective = page.getByRole('region', { name: /^Success rate ≥ 95 %/ });
  await expect(objective).toContainText('Budget exhausted');
  await expect(objective).toContainText('set by the catalog entity');
  await takeScreenshots(page, 'slo-missed', async () => {
    await expect(objective).toBeVisible();
  });
  for (const theme of ['light', 'dark'] as const) {
    await switchTheme(page, theme);
    await expect(objective).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .include('main')
      // The header of the portal, and the order of headings on its pages, are not ours.
      .disableRules(['region', 'heading-order'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }

  await objective.getByRole('button', { name: /^View as table/ }).click();
  await expect(objective.getByRole('table')).toContainText('Bad runs');
  await objective.getByRole('button', { name: /^View as chart/ }).click();

  await objective.getByRole('link', { name: /failed runs$/ }).click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByTestId(`run-${failed.at(-1)}`)).toContainText(
    'Failed',
  );
});

test('objectives that are missed are told of all workflows, and one without says how to set it', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  await missObjective(page);
  await page.goto('/workflow-runs/statistics');
  const table = page.getByRole('table', {
    name: 'Objectives missed or burning',
  });
  const row = table.getByRole('row', { name: /Catalog health/ });
  await expect(row).toContainText('Budget exhausted');
  await takeScreenshots(page, 'slos-of-all', async () => {
    await expect(row).toBeVisible();
  });
  await row.getByRole('link', { name: 'Catalog health' }).click();
  await expect(
    page.getByRole('region', { name: /^Success rate ≥ 95 %/ }),
  ).toBeVisible();

  await page.goto('/workflow-runs/statistics?workflow=embedded/invoice_batch');
  await expect(page.getByText('No objective is set')).toBeVisible();
  await expect(page.getByText(/^workflow-runs\.io\/slo: "/)).toBeVisible();
});
