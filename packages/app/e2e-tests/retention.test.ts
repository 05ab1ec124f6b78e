import { expectNoBreachInThemes } from './accessibility';
import { getAs, launchAs } from './api';
import { expect, signInAs, takeScreenshot, test } from './support';

test.describe.configure({ timeout: 480_000 });
test.use({
  actionTimeout: 60_000,
  // A run that is deleted is not found.
  expectedProblems: [/404 \(Not Found\)/],
});

test('an admin says how long runs are kept, looks at what that would delete, deletes it, and sees what was deleted', async ({
  page,
  startPortal,
}) => {
  const portal = await startPortal('retention');
  await signInAs(page, 'admin', portal.url);
  const runId = await launchAs(
    page,
    'admin',
    { workflow: 'embedded/data_sync', input: {} },
    portal.url,
  );
  await expect(async () => {
    const run = await getAs(page, 'admin', `/runs/${runId}`, portal.url);
    expect(['completed', 'failed']).toContain(run.status);
  }).toPass({ timeout: 120_000 });

  // A policy, which is wrong at first.
  await page.goto(`${portal.url}/workflow-runs/settings/retention`);
  await page.getByRole('button', { name: 'Add policy' }).click();
  await page.getByLabel('Workflow', { exact: true }).fill('embedded/data_sync');
  const logs = page.getByLabel('Log lines, embedded/data_sync: days');
  await logs.fill('400');
  await expect(page.getByRole('alert')).toHaveText(
    'Log lines, embedded/data_sync: longer than the runs themselves are kept',
  );
  await logs.fill('7');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Nothing would be deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The policies are saved')).toBeVisible();
  const kept = await getAs(page, 'admin', '/retention', portal.url);
  expect(kept.policies.at(-1)).toMatchObject({
    workflow: 'embedded/data_sync',
    days: { logs: 7 },
    origin: 'database',
  });

  // A job, which finds nothing that old.
  await page.getByRole('button', { name: 'Delete now' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Delete', exact: true })
    .click();
  const jobs = page.getByRole('table', { name: 'What was deleted' });
  await expect(jobs.getByText('By admin')).toBeVisible();
  await expect(jobs.getByText('Completed')).toBeVisible({ timeout: 60_000 });

  // One run, by hand: whoever looks at it sees that it is gone.
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}`);
  await expect(page.getByText('Data sync').first()).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete for good …' }).click();
  const dialog = page.getByRole('dialog', {
    name: 'Delete this run for good?',
  });
  await dialog.getByLabel(/Reason/).fill('They asked for it');
  await takeScreenshot(page, 'delete-for-good');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page).toHaveURL(/\/workflow-runs\/?(\?|$)/);
  await expect(page.getByText('The run is deleted')).toBeVisible();
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}`);
  await expect(
    page.getByText(/This run was deleted for good on/),
  ).toBeVisible();
  await page.goto(`${portal.url}/workflow-runs/settings/retention`);
  await expect(page.getByText('One run, by admin')).toBeVisible();
  await expect(page.getByText('They asked for it')).toBeVisible();
  await takeScreenshot(page, 'retention');
  await expectNoBreachInThemes(page, page.getByText('One run, by admin'));
});
