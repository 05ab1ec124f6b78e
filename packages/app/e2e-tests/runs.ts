import { expect, type Page } from '@playwright/test';

/** The entities of the example workflows. */
export const CATALOG_HEALTH = '/catalog/default/component/catalog-health';
export const DATA_SYNC = '/catalog/default/component/data-sync';
export const TRIAL_ACTIVATION = '/catalog/default/component/trial-activation';

/** Opens a tab of an entity's page. */
export async function openEntityTab(
  page: Page,
  name: 'Runs' | 'Run detail' | 'Statistics',
) {
  // Cards lead to the tabs as well, under the same names.
  await page
    .getByRole('navigation', { name: 'Content navigation' })
    .getByRole('link', { name, exact: true })
    .click();
}

/** Opens the launch form in the Runs tab of a workflow's entity. */
export async function openLaunchForm(page: Page) {
  await openEntityTab(page, 'Runs');
  // The catalog is read when the portal starts: until then the workflow is tied to no entity.
  await expect(async () => {
    const launch = page.getByRole('button', { name: 'Launch run' });
    if (!(await launch.isVisible())) await page.reload();
    await expect(launch).toBeEnabled({ timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
  await page.getByRole('button', { name: 'Launch run' }).click();
  return page.getByRole('dialog');
}

/** The status chip in the header of the run page. */
export function runStatus(page: Page) {
  return page
    .getByRole('region', {
      name: /^(Catalog health|Data sync|Trial activation)$/,
    })
    .locator('[data-status]')
    .first();
}

/** The row of a step in the grid. */
export function stepRow(page: Page, name: string) {
  return page
    .getByRole('grid', { name: 'Steps' })
    .getByRole('row')
    .filter({ hasText: name });
}
