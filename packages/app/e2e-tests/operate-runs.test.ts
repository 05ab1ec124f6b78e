import {
  action,
  approve,
  launchSync,
  launchTrial,
  question,
  runIdOf,
} from './operating';
import { runStatus, stepRow } from './runs';
import {
  expect,
  signInAs,
  switchTheme,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 180_000 });

test('an operator pauses a run, and resumes it', async ({ page }) => {
  await launchSync(page);
  await action(page, 'Pause').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('running steps finish first');
  await takeScreenshot(page, 'dialog-pause');
  await dialog.getByLabel(/Reason/).fill('Too much load');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await expect(runStatus(page)).toHaveText('Paused', { timeout: 90_000 });
  await takeScreenshots(page, 'run-paused', () =>
    expect(runStatus(page)).toBeVisible(),
  );
  await action(page, 'Resume').click();
  await dialog.getByRole('button', { name: 'Resume run' }).click();
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
});

test('an operator cancels a run, is told what is rolled back, and sees it', async ({
  page,
}) => {
  await launchTrial(page, 'quota_stuck');
  await switchTheme(page, 'dark');
  await approve(page);
  await expect(stepRow(page, 'Set quota').first()).toContainText('Retrying', {
    timeout: 60_000,
  });
  await action(page, 'Cancel run').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/completed steps are rolled back/);
  await expect(dialog).toContainText('Create account');
  await takeScreenshot(page, 'dialog-cancel');
  await dialog.getByLabel(/Reason/).fill('They have changed their mind');
  await dialog.getByRole('button', { name: 'Cancel run' }).click();

  await expect(runStatus(page)).toHaveText('Canceled', { timeout: 60_000 });
  await expect(
    page.getByText(/Rollback: (\d) of \1 steps undone/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Show log' }).click();
  const log = page.getByRole('table', { name: 'Rollback log' });
  await expect(log).toContainText('Create account');
  await takeScreenshot(page, 'run-canceled-rollback');
});

test('an operator retries a failed run from the step that failed', async ({
  page,
}) => {
  await launchTrial(page, 'billing_down');
  await approve(page);
  await expect(runStatus(page)).toHaveText('Failed', { timeout: 90_000 });
  await action(page, 'Retry from step 10').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/steps run again/);
  await expect(dialog).toContainText(/keep their results/);
  await takeScreenshot(page, 'dialog-retry');
  await dialog.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(dialog).toBeHidden();

  await expect(runStatus(page)).toHaveText('Running');
  // It is followed live again.
  await expect(stepRow(page, 'First sign-in')).toContainText('Running', {
    timeout: 90_000,
  });
  await stepRow(page, 'First sign-in').click();
  await page.getByRole('button', { name: /Send event/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
});

test('an operator re-runs a run with another input', async ({ page }) => {
  await launchSync(page, form => form.getByLabel('Delay').fill('0'));
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
  const first = runIdOf(page);
  await action(page, 'Re-run').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Edited input').check();
  await expect(dialog.getByLabel('Delay')).toHaveValue('0');
  await dialog.getByLabel('Page size').fill('1000');
  await dialog.getByRole('button', { name: 'Launch new run' }).click();
  await expect(dialog.getByText(/must be <= 100/)).toBeVisible();
  await takeScreenshot(page, 'dialog-rerun');
  await dialog.getByLabel('Page size').fill('50');
  await dialog.getByRole('button', { name: 'Launch new run' }).click();
  await expect(dialog).toBeHidden();

  await takeScreenshot(page, 'toast-rerun');
  await page.getByRole('link', { name: /Open run/ }).click();
  await expect.poll(() => runIdOf(page)).not.toBe(first);
  await page.getByRole('tab', { name: 'I/O' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('"pageSize": 50');
});

test('an operator approves a trial, and it goes on', async ({ page }) => {
  await launchTrial(page, 'happy');
  const card = question(page, /Approve trial waits for approval/);
  await expect(card).toContainText('Larkspur Labs');
  await expect(card).toContainText('team-growth');
  await expect(card.getByRole('timer')).toContainText('left');
  await takeScreenshots(page, 'approval', () => expect(card).toBeVisible());
  await action(page, 'Review').click();
  await expect(
    page.getByRole('group', { name: 'Waiting for a decision' }),
  ).toBeFocused();
  await approve(page, 'A customer we know');

  await expect(page.getByText('Approved by operator')).toBeVisible();
  await expect(runStatus(page)).toHaveText('Running');
  await page.getByRole('tab', { name: /Decisions/ }).click();
  await expect(page.getByRole('table', { name: 'Decisions' })).toContainText(
    'A customer we know',
  );
  await takeScreenshot(page, 'decisions');
});

test('an operator rejects a doubtful customer, and sees why it was asked', async ({
  page,
}) => {
  await launchTrial(page, 'doubtful_customer');
  await switchTheme(page, 'dark');
  const card = question(page, /The output of step 2/i);
  await expect(card).toContainText('score 0.45');
  await takeScreenshot(page, 'approval-validation');
  await card.getByLabel(/Note/).fill('Not a customer');
  await card.getByRole('button', { name: 'Reject' }).click();
  await expect(runStatus(page)).toHaveText('Failed', { timeout: 60_000 });
  await expect(page.getByText('Rejected by operator')).toBeVisible();
});

test('an operator skips a step for which the run is held', async ({ page }) => {
  await launchTrial(page, 'mail_down');
  await switchTheme(page, 'dark');
  await approve(page);
  await expect(runStatus(page)).toHaveText('Paused', { timeout: 90_000 });
  const card = page.getByRole('region', { name: /has failed, and waits/ });
  await takeScreenshots(page, 'run-held', () => expect(card).toBeVisible());
  await card.getByRole('button', { name: 'Skip…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('First sign-in');
  await dialog.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(dialog).toContainText('Say why');
  await dialog.getByLabel(/Reason/).fill('They have been told by phone');
  await takeScreenshot(page, 'dialog-skip');
  await dialog.getByRole('button', { name: 'Skip', exact: true }).click();

  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
  const mixed = page.getByRole('region', { name: 'Mixed outcome' });
  await expect(mixed).toContainText('1 step skipped by an operator');
  await takeScreenshot(page, 'run-partial');
});

test('an operator resolves a rollback that has failed', async ({ page }) => {
  await launchTrial(page, 'rollback_fails');
  await approve(page);
  await expect(action(page, 'Resolve rollback')).toBeVisible({
    timeout: 90_000,
  });
  const log = page.getByRole('table', { name: 'Rollback log' });
  await expect(log).toContainText('503');
  await expect(log).toContainText('To come');
  await action(page, 'Resolve rollback').click();
  await takeScreenshots(page, 'run-rollback-failed', () =>
    expect(log).toBeVisible(),
  );
  await page.getByRole('button', { name: 'Give up rollback' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 steps stay as they are');
  await dialog.getByLabel(/Note/).fill('Freed the capacity by hand');
  await takeScreenshot(page, 'dialog-resolve');
  await dialog.getByRole('button', { name: 'Give up rollback' }).click();

  await expect(runStatus(page)).toHaveText('Failed', { timeout: 60_000 });
  await expect(
    page.getByText('Resolved by operator: Freed the capacity by hand'),
  ).toBeVisible();
  await takeScreenshots(page, 'run-rollback-resolved', () =>
    expect(page.getByText('Resolved by operator')).toBeVisible(),
  );
});

test('a viewer is told why a run may not be operated', async ({
  page,
  browser,
}) => {
  const operator = await browser.newPage({ baseURL: process.env.E2E_URL });
  await launchTrial(operator, 'happy');
  const { pathname, search } = new URL(operator.url());
  await operator.close();

  await signInAs(page, 'viewer', pathname + search);
  const card = question(page, /waits for approval/);
  const button = card.getByRole('button', { name: /Approve|You need/ });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  // By keyboard: the button is refused, and can be reached all the same.
  await card.getByLabel(/Note/).focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await expect(page.getByRole('tooltip')).toContainText(
    'workflow-runs.run.decide',
  );
  await action(page, 'More actions').click();
  await expect(
    page.getByRole('menuitem', { name: /Send an event/ }),
  ).toContainText('workflow-runs.run.send-event');
  await takeScreenshot(page, 'viewer-refused');
});
