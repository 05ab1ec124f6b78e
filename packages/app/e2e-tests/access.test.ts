import { DATA_SYNC, openEntityTab, openLaunchForm, runStatus } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

test('a viewer reads runs, and buttons say which permission is missing', async ({
  page,
  browser,
}) => {
  const operator = await browser.newPage();
  await signInAs(operator, 'operator', `${process.env.E2E_URL}${DATA_SYNC}`);
  const form = await openLaunchForm(operator);
  // It has to run still when the viewer looks.
  await form.getByLabel('Delay').fill('20000');
  await form.getByRole('button', { name: 'Launch' }).click();
  await expect(runStatus(operator)).toHaveText('Running');
  const address = operator.url();
  await operator.close();

  // The same address, as a viewer.
  await signInAs(
    page,
    'viewer',
    new URL(address).pathname + new URL(address).search,
  );
  await expect(runStatus(page)).toHaveText('Running');
  const cancel = page.getByRole('button', { name: 'Cancel run' });
  await expect(cancel).toHaveAttribute('aria-disabled', 'true');
  await cancel.hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'workflow-runs.run.cancel',
  );
  await openEntityTab(page, 'Runs');
  const launch = page.getByRole('button', { name: 'Launch run' });
  await expect(launch).toHaveAttribute('aria-disabled', 'true');
  await launch.hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'workflow-runs.run.launch',
  );
  await takeScreenshots(page, 'viewer-launch-refused');
});

test('a run is found from the page of all runs', async ({ page }) => {
  await signInAs(page, 'admin', '/workflow-runs');
  await expect(
    page.getByRole('button', { name: 'Launch workflow' }),
  ).toBeVisible();
  await takeScreenshots(page, 'all-runs');
  await page.getByRole('tab', { name: 'Completed' }).click();
  await expect(page).toHaveURL(/view=completed/);
  await page.goBack();
  await expect(page).not.toHaveURL(/view=completed/);
});

test('an unknown run says so', async ({ page }) => {
  await signInAs(page, 'viewer', '/workflow-runs/runs/run_nowhere');
  await expect(page.getByRole('alert')).toContainText('does not exist');
});
test.use({ expectedProblems: [/Failed to load resource.*404/] });
