import { postAs } from './api';
import { openLaunchForm, runStatus, stepRow, TRIAL_ACTIVATION } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

test('a trial waits for an approval, and is activated after it', async ({
  page,
}) => {
  await signInAs(page, 'operator', TRIAL_ACTIVATION);
  const form = await openLaunchForm(page);
  await expect(form.getByLabel('Seats')).toHaveValue('25');
  await form.getByRole('button', { name: 'Launch' }).click();

  await expect(runStatus(page)).toHaveText('Waiting');
  await expect(stepRow(page, 'Approve trial')).toContainText('Waiting');
  await takeScreenshots(page, 'run-waiting');
  const run = new URL(page.url()).searchParams.get('run');
  await postAs(page, 'operator', `/runs/${run}/decide`, {
    step: 'approve_trial',
    decision: 'approved',
    note: 'A customer we know',
  });

  await expect(runStatus(page)).toHaveText('Running');
  await expect(stepRow(page, 'First sign-in')).toContainText('Running', {
    timeout: 60_000,
  });
  await postAs(page, 'operator', `/runs/${run}/send-event`, {
    name: 'customer_signed_in',
  });

  await expect(runStatus(page)).toHaveText('Completed');
  await expect(page.getByText('15/15 · 100 %').first()).toBeVisible();
  await page.getByRole('tab', { name: /Artifacts/ }).click();
  await expect(page.getByRole('tabpanel')).toContainText('trial-summary.md');
  await takeScreenshots(page, 'run-trial-completed');
});
