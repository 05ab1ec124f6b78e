import { DATA_SYNC, openLaunchForm, runStatus, stepRow } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

test('a failed run says which step failed, how often it was tried, and what was skipped', async ({
  page,
}) => {
  await signInAs(page, 'operator', DATA_SYNC);
  const form = await openLaunchForm(page);
  await form.getByLabel('Simulate an outage').check();
  await form.getByRole('button', { name: 'Launch' }).click();

  await expect(runStatus(page)).toHaveText('Failed', { timeout: 90_000 });
  const whatHappened = page.getByRole('region', { name: 'What happened' });
  await expect(whatHappened).toContainText(
    'Fetch west gave up after 5 attempts',
  );
  await expect(whatHappened).toContainText('3 later steps were skipped');
  await takeScreenshots(page, 'run-failed');

  await stepRow(page, 'Fetch west').click();
  await expect(page).toHaveURL(/step=fetch_west/);
  const panel = page.getByRole('complementary', { name: /Fetch west/ });
  await expect(panel).toContainText('503');
  await expect(panel).toContainText('expected');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await takeScreenshots(page, 'run-failed-step');
});

test('an operator cancels a run and says why', async ({ page }) => {
  await signInAs(page, 'operator', DATA_SYNC);
  const form = await openLaunchForm(page);
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(page)).toHaveText('Running');

  await page.getByRole('button', { name: 'Cancel run' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('the shop is closed');
  await dialog.getByRole('button', { name: 'Cancel run' }).click();

  await expect(runStatus(page)).toHaveText('Canceled');
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('the shop is closed');
  await takeScreenshots(page, 'run-canceled');
});

test('a launch with a wrong input is refused at the field', async ({
  page,
}) => {
  await signInAs(page, 'operator', DATA_SYNC);
  const form = await openLaunchForm(page);
  await form.getByLabel('Page size').fill('100000');
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(form.getByText(/must be <= \d+/)).toBeVisible();
  await expect(page.getByRole('dialog')).toBeVisible();
});
