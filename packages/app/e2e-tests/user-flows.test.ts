import { readFile } from 'node:fs/promises';
import { type Page } from '@playwright/test';
import { launchAs, postAs } from './api';
import { action, approve, question, runIdOf } from './operating';
import { runStatus, stepRow } from './runs';
import {
  expect,
  type ExampleUser,
  signInAs,
  takeScreenshot,
  test,
} from './support';

// The flows of the people for whom this is made, each from its first click to its end.
test.describe.configure({ timeout: 480_000 });
// They go through many pages, also on a machine that has much to do.
test.use({ actionTimeout: 60_000 });

const TRIAL = 'embedded/trial_activation';

/** A trial that waits for its approval. */
const launchTrial = (page: Page, input: object = {}) =>
  launchAs(page, 'operator', { workflow: TRIAL, input });

const decide = (page: Page, runId: string) =>
  expect(() =>
    postAs(page, 'operator', `/runs/${runId}/decide`, {
      step: 'approve_trial',
      decision: 'approved',
    }),
  ).toPass({ timeout: 60_000 });

/** What a run of the list says of its progress, in percent. */
async function percentOf(page: Page, runId: string): Promise<number> {
  const bar = page.getByTestId(`run-${runId}`).getByRole('progressbar');
  return Number(await bar.getAttribute('aria-valuenow'));
}

test('flow 1 and 2: a viewer watches active runs, opens one that seems stuck, and sees that it is only slow', async ({
  page,
}) => {
  await signInAs(page, 'viewer');
  const runId = await launchTrial(page, { contextSize: 'large' });
  await page.goto('/workflow-runs');
  await page.getByRole('tab', { name: /^Active/ }).click();
  const row = page.getByTestId(`run-${runId}`);
  await expect(row).toContainText('Waiting');
  const before = await percentOf(page, runId);
  await decide(page, runId);
  // The bar grows by itself.
  await expect(row).toContainText('Load context', { timeout: 90_000 });
  expect(await percentOf(page, runId)).toBeGreaterThan(before);

  await row.getByRole('link').first().click();
  await expect(runStatus(page)).toHaveText('Running');
  for (const done of ['Validate request', 'Create account', 'Check health']) {
    await expect(stepRow(page, done)).toContainText('Completed');
  }
  await expect(stepRow(page, 'First sign-in')).toContainText('Pending');
  await stepRow(page, 'Load context').click();
  const panel = page.getByRole('complementary', { name: /Load context/ });
  const progress = panel.getByText(/^Part \d+ of 60 · \d+ %$/);
  await expect(progress).toBeVisible();
  const said = await progress.textContent();
  await expect(progress).not.toHaveText(said!);
  await expect(panel.getByRole('alert')).toBeHidden();
  await panel.getByRole('tab', { name: 'Input/Output' }).click();
  await expect(panel).toContainText(/Input|no input or output yet/);
  await panel.getByRole('tab', { name: 'Logs' }).click();
  await takeScreenshot(page, 'flow-stuck-or-slow');
  await expect(stepRow(page, 'Load context')).toContainText('Completed', {
    timeout: 90_000,
  });
  await postAs(page, 'operator', `/runs/${runId}/cancel`, {});
});

test('flow 3: an admin cancels a runaway run, and sees each rollback and the reason', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  const runId = await launchTrial(page, { story: 'quota_stuck' });
  await decide(page, runId);
  await page.goto('/workflow-runs?view=active');
  await page.getByTestId(`run-${runId}`).getByRole('link').first().click();
  await expect(stepRow(page, 'Set quota').first()).toContainText('Retrying', {
    timeout: 90_000,
  });
  await action(page, 'Cancel run').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/completed steps are rolled back/);
  await dialog.getByLabel(/Reason/).fill('Manual cancellation');
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await expect(runStatus(page)).toHaveText(/Canceling|Canceled/);
  await expect(runStatus(page)).toHaveText('Canceled', { timeout: 90_000 });
  await expect(page.getByText(/Reason: Manual cancellation/)).toBeVisible();
  await page.getByRole('button', { name: 'Show log' }).click();
  const log = page.getByRole('table', { name: 'Rollback log' });
  for (const undone of ['Create account', 'Start subscription']) {
    await expect(
      log.getByRole('row').filter({ hasText: undone }),
    ).toContainText('Completed');
  }
});

test('flow 4: an operator finds a failed run, understands it, and re-runs it from where it failed without leaving the page', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const runId = await launchTrial(page, { story: 'billing_down' });
  await decide(page, runId);
  await page.goto('/workflow-runs');
  await page.getByRole('tab', { name: /^Failed/ }).click();
  const row = page.getByTestId(`run-${runId}`);
  await expect(row).toContainText('Failed', { timeout: 120_000 });
  await row.getByRole('link').first().click();

  const card = page.getByRole('region', { name: 'What happened' });
  await expect(card).toContainText(/gave up after 4 attempts/);
  await card.getByRole('button', { name: /^Open step/ }).click();
  const panel = page.getByRole('complementary', { name: /Start subscription/ });
  await expect(panel).toContainText('503');
  await expect(panel).toContainText('back-off');
  await expect(panel).toContainText(/Exponential|twice as long|doubl/i);
  await page.evaluate(() => {
    (window as { loadedOnce?: boolean }).loadedOnce = true;
  });

  await action(page, /^Retry from step/).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(runStatus(page)).toHaveText('Running');
  await expect(stepRow(page, 'Start subscription').first()).toContainText(
    'Completed',
    { timeout: 120_000 },
  );
  expect(
    await page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce),
  ).toBe(true);
  await expect(stepRow(page, 'First sign-in')).toContainText('Running', {
    timeout: 120_000,
  });
  await postAs(page, 'operator', `/runs/${runId}/send-event`, {
    name: 'customer_signed_in',
  });
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 90_000 });
});

test('flow 5: a viewer sees in the Gantt what ran side by side, and which step took longest', async ({
  page,
}) => {
  await signInAs(page, 'viewer');
  const runId = await launchTrial(page, { contextSize: 'medium' });
  await decide(page, runId);
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(stepRow(page, 'First sign-in')).toContainText('Running', {
    timeout: 120_000,
  });
  const barOf = async (step: string) => {
    const bar = stepRow(page, step).getByRole('img', { name: /^Attempt 1:/ });
    await expect(bar).toBeVisible();
    return (await bar.boundingBox())!;
  };
  // Two branches: the agent, and billing.
  const loading = await barOf('Load context');
  const capacity = await barOf('Reserve capacity');
  const customer = await barOf('Create billing customer');
  expect(customer.x).toBeLessThan(capacity.x + capacity.width);
  expect(loading.width).toBeGreaterThan(3 * customer.width);
  await stepRow(page, 'Load context')
    .getByRole('img', { name: /^Attempt 1:/ })
    .click();
  await expect(
    page.getByRole('complementary', { name: /Load context/ }),
  ).toContainText(/Duration\s*\d/);
  await takeScreenshot(page, 'flow-gantt');
  await postAs(page, 'operator', `/runs/${runId}/cancel`, {});
});

/** Why somebody may not approve; nothing where they may. */
const roles: [user: ExampleUser, may: boolean, notApprove?: RegExp][] = [
  ['viewer', false, /workflow-runs\.run\.decide/],
  ['operator', true],
  // The step names who decides, and an admin is none of them.
  ['admin', true, /team-growth/],
];
for (const [user, may, notApprove] of roles) {
  test(`${user}: approve, compare, export, retry and re-run are ${
    may ? 'offered, and done' : 'shown, and refused with the reason'
  }`, async ({ page }) => {
    await signInAs(page, user);
    // A run that went well, for one that fails after it; and one that waits.
    const good = await launchAs(page, 'operator', {
      workflow: 'embedded/data_sync',
      input: { delayMs: 0 },
    });
    await page.goto(`/workflow-runs/runs/${good}`);
    await expect(runStatus(page)).toHaveText('Completed', { timeout: 120_000 });
    const failed = await launchAs(page, 'operator', {
      workflow: 'embedded/data_sync',
      input: { delayMs: 0, simulateOutage: true },
    });
    const waiting = await launchTrial(page);

    await page.goto(`/workflow-runs/runs/${waiting}`);
    const card = question(page, /waits for approval/);
    if (notApprove) {
      const button = card
        // Its reason is its name while it is refused.
        .getByRole('button', { name: /Approve|You need|This asks/ })
        .first();
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await button.focus();
      await expect(page.getByRole('tooltip')).toContainText(notApprove);
    } else {
      await approve(page, 'A customer we know');
      await expect(runStatus(page)).toHaveText('Running');
      await expect(
        page.getByText(new RegExp(`Approved by ${user}`)),
      ).toBeVisible();
    }
    await postAs(page, 'operator', `/runs/${waiting}/cancel`, {});

    await page.goto(`/workflow-runs/runs/${failed}`);
    await expect(runStatus(page)).toHaveText('Failed', { timeout: 120_000 });
    await page.getByRole('button', { name: 'Export' }).click();
    const trace = page.getByRole('menuitem', { name: /JSON/ }).first();
    if (may) {
      const exported = page.waitForEvent('download');
      await trace.click();
      const file = await readFile(await (await exported).path(), 'utf8');
      expect(JSON.stringify(JSON.parse(file))).toContain(failed);
      expect(file).toContain('fetch_west');
    } else {
      await expect(trace).toContainText('workflow-runs.run.export');
      await page.keyboard.press('Escape');
    }

    const retry = action(page, /^Retry/);
    const rerun = action(page, 'Re-run');
    if (may) {
      await rerun.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Launch new run' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('link', { name: /Open run/ })).toBeVisible();
      expect(runIdOf(page)).toBe(failed);
      await retry.click();
      await dialog.getByRole('button', { name: 'Retry', exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(runStatus(page)).toHaveText(/Running|Failed/);
      await postAs(page, 'operator', `/runs/${failed}/cancel`, {}).catch(
        () => {},
      );
    } else {
      for (const [button, permission] of [
        [retry, 'workflow-runs.run.retry'],
        [rerun, 'workflow-runs.run.rerun'],
      ] as const) {
        await expect(button).toHaveAttribute('aria-disabled', 'true');
        await button.focus();
        // The one of the button that was used before may be fading.
        await expect(
          page.getByRole('tooltip').filter({ hasText: permission }),
        ).toBeVisible();
      }
    }

    await action(page, 'More actions').click();
    await page
      .getByRole('menuitem', { name: 'Compare with last good' })
      .click();
    await expect(page).toHaveURL(/\/workflow-runs\/compare\?a=/);
    await expect(
      page
        .getByRole('table', { name: 'Steps' })
        .getByRole('row')
        .filter({ hasText: 'Fetch west' }),
    ).toContainText(/Completed/);
    await takeScreenshot(page, `roles-${user}-compare`);
  });
}
