import { type Page } from '@playwright/test';
import { launchSync, runIdOf } from './operating';
import { runStatus } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 180_000 });

const tab = (page: Page, name: string) =>
  page.getByRole('tab', { name: new RegExp(`^${name}`) });
const panel = (page: Page) => page.getByRole('tabpanel');
/** Waits for something in the panel, and brings the panel into the picture. */
async function see(page: Page, text: string) {
  await expect(panel(page)).toContainText(text);
  await panel(page).scrollIntoViewIfNeeded();
}

test('an operator tags, assigns, watches and annotates a run, and the audit tells', async ({
  page,
}) => {
  await launchSync(page);

  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByLabel('New tag').fill('month-end');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('button', { name: 'Remove the tag month-end' }),
  ).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Change owner' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Owner').fill('shop');
  await dialog.getByRole('button', { name: /Shop team/ }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('team-shop', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: /^Watch/ }).click();
  await expect(page.getByRole('button', { name: /^Watching/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await tab(page, 'Annotations').click();
  await page.getByLabel('Add a note').fill('The books close today');
  await page.keyboard.press('Control+Enter');
  await expect(panel(page).getByRole('listitem')).toContainText(
    'The books close today',
  );
  await takeScreenshots(page, 'run-annotations', () =>
    see(page, 'The books close today'),
  );

  await tab(page, 'Audit').click();
  await expect(panel(page)).toContainText('added month-end');
  await expect(panel(page)).toContainText('to team-shop');
  await expect(panel(page)).toContainText('The books close today');
  await takeScreenshots(page, 'run-audit', () => see(page, 'added month-end'));

  // What was watched and tagged stays while live updates arrive.
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
  await expect(page.getByRole('button', { name: /^Watching/ })).toBeVisible();
});

test('a viewer reads all of it, watches, and changes nothing', async ({
  page,
  browser,
}) => {
  const operator = await browser.newPage({ baseURL: process.env.E2E_URL });
  await launchSync(operator);
  const id = runIdOf(operator);
  await operator.close();

  await signInAs(page, 'viewer', `/workflow-runs/runs/${id}`);
  const add = page.getByRole('button', { name: 'Add tag' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await add.hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'workflow-runs.run.tag',
  );
  await expect(page.getByRole('button', { name: /owner/i })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByRole('button', { name: /^Watch/ }).click();
  await expect(page.getByRole('button', { name: /^Watching/ })).toBeVisible();
  await tab(page, 'Annotations').click();
  await expect(page.getByLabel('Add a note')).toBeDisabled();
});

test('a link leads to a line of the log, and files can be taken away', async ({
  page,
}) => {
  await launchSync(page);
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
  const id = runIdOf(page);

  await page.goto(`/workflow-runs/runs/${id}?tab=logs&line=12`);
  const log = page.getByRole('log');
  await expect(log.locator('[aria-current]')).toContainText('12');
  await expect(page.getByLabel('Follow')).not.toBeChecked();
  await expect(log.locator('[aria-current]')).toBeInViewport();
  await takeScreenshots(page, 'run-log-line', async () => {
    await expect(log.locator('[aria-current]')).toBeInViewport();
  });

  await page.getByLabel('Follow').check();
  await log.hover();
  await page.mouse.wheel(0, -2_000);
  await expect(page.getByLabel('Follow')).not.toBeChecked();
  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(page.getByLabel('Follow')).toBeChecked();

  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Summary (HTML)' }).click();
  expect((await exported).suggestedFilename()).toBe(`${id}.html`);
});

test('a signed link to an artifact opens without credentials', async ({
  page,
  playwright,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await launchSync(page);
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
  await tab(page, 'Artifacts').click();
  await page
    .getByRole('button', { name: /^Copy a link to/ })
    .first()
    .click();
  await expect(
    page.getByRole('status').filter({ hasText: 'until' }),
  ).toContainText(/Whoever has it may fetch the file until \d\d:\d\d:\d\d/);
  await takeScreenshots(page, 'run-artifacts', () => see(page, 'Created'));
  const url = await page.evaluate(() => navigator.clipboard.readText());
  const nobody = await playwright.request.newContext();
  const response = await nobody.get(url);
  expect(response.status()).toBe(200);
  expect((await response.body()).length).toBeGreaterThan(0);
});
