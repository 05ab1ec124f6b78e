import { launchSync, runIdOf } from './operating';
import { runStatus } from './runs';
import { expect, takeScreenshot, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 180_000 });

test('an operator hears of a run that fails, follows the link into it, and turns a topic off', async ({
  page,
}) => {
  await launchSync(page, form => form.getByLabel('Simulate an outage').check());
  await page.getByRole('button', { name: /^Watch \d/ }).click();
  await expect(page.getByRole('button', { name: /^Watching/ })).toBeVisible();
  const runId = runIdOf(page);
  await expect(runStatus(page)).toHaveText('Failed', { timeout: 90_000 });

  const bell = page.getByRole('link', { name: /Notifications/ });
  await expect(bell).toContainText(/[1-9]/, { timeout: 30_000 });
  await bell.click();
  const told = page
    .getByRole('row')
    .filter({ hasText: runId })
    .filter({ hasText: 'Data sync failed' })
    .first();
  await expect(told).toBeVisible();
  await takeScreenshots(page, 'notifications', () =>
    expect(told).toBeVisible(),
  );
  await told.getByRole('link', { name: 'Data sync failed' }).click();
  await expect(page).toHaveURL(
    new RegExp(`/workflow-runs/runs/${runId}\\?step=fetch_west`),
  );
  await expect(
    page.getByRole('complementary', { name: /Fetch west/ }),
  ).toBeVisible();

  await page.goto('/settings/notifications');
  const ofRuns = page.getByRole('row', { name: /Workflow runs/ });
  await ofRuns.getByRole('button').click();
  const deciding = page.getByRole('row', { name: /Somebody has to decide/ });
  await expect(deciding).toBeVisible();
  await takeScreenshot(page, 'notification-settings');
  const toggle = deciding.getByRole('switch');
  await expect(toggle).toBeChecked();
  // The switch itself is drawn by its label.
  await toggle.click({ force: true });
  await expect(toggle).not.toBeChecked();
  await page.reload();
  await ofRuns.getByRole('button').click();
  await expect(toggle).not.toBeChecked();
  await toggle.click({ force: true });
  await expect(toggle).toBeChecked();
});
