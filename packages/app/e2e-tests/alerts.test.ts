import { type Page } from '@playwright/test';
import { expectNoBreachInThemes } from './accessibility';
import { getAs, launchAs } from './api';
import { runStatus } from './runs';
import {
  expect,
  signInAs,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 480_000 });
test.use({
  actionTimeout: 60_000,
  // Somebody is named whom the catalog does not know.
  expectedProblems: [/status of 400 .*\/v1\/alert-rules\)$/],
});

const sync = (input: object, environment?: string) => ({
  workflow: 'embedded/data_sync',
  input: { delayMs: 0, pageSize: 100, ...input },
  ...(environment && { environment }),
});

/** Launches runs, and waits until they have ended. */
async function runAll(page: Page, url: string, count: number, asked: object) {
  const runIds: string[] = [];
  await expect(async () => {
    while (runIds.length < count)
      runIds.push(await launchAs(page, 'operator', asked, url));
  }).toPass({ timeout: 90_000 });
  for (const runId of runIds) {
    await expect(async () => {
      const run = await getAs(page, 'operator', `/runs/${runId}`, url);
      expect(['completed', 'failed']).toContain(run.status);
    }).toPass({ timeout: 120_000 });
  }
}

test('an admin has a rule watch runs: it fires, tells somebody, is put off, and is over when they are well', async ({
  page,
  browser,
  startPortal,
}) => {
  const portal = await startPortal('alerts', {
    config: { workflowRuns: { alerts: { intervalSeconds: 5 } } },
  });
  await signInAs(page, 'admin', portal.url);
  await runAll(page, portal.url, 3, sync({ simulateOutage: true }));

  // A rule, which says at once what it would have done.
  await page.goto(`${portal.url}/workflow-runs/settings/alerts`);
  await expect(page.getByText('There are no alert rules yet')).toBeVisible();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Syncs fail');
  await page.getByLabel('Add a workflow').selectOption({ label: 'Data sync' });
  await page.getByLabel('At least').fill('3');
  await page.getByLabel('For', { exact: true }).selectOption('at once');
  await page
    .getByLabel('Over once it was OK for')
    .selectOption({ label: 'at once' });
  await page.getByLabel('Recipients').fill('user:default/nobody');
  await expect(page.getByText('Would have fired once.')).toBeVisible({
    timeout: 30_000,
  });
  await takeScreenshot(page, 'alert-rule-editor');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await expect(page.getByRole('alert')).toContainText(
    'recipients/0: the catalog has no such user or group',
  );
  await page.getByLabel('Recipients').fill('user:default/operator');
  await page.getByRole('button', { name: 'Save rule' }).click();
  await expect(page.getByText('Syncs fail is saved')).toBeVisible();

  // It fires, and who is to be told is.
  const row = page.getByRole('row').filter({ hasText: 'Syncs fail' });
  await expect(row).toContainText('Firing', { timeout: 60_000 });
  await expect(row).toContainText('100 % of 20 %');
  const operator = await browser.newPage();
  await signInAs(operator, 'operator', `${portal.url}/notifications`);
  const told = operator.getByRole('link', { name: 'Syncs fail fires' });
  await expect(async () => {
    await operator.reload();
    await expect(told).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(
    operator.getByText('100 % of 3 runs failed, and the rule allows 20 %'),
  ).toBeVisible();
  await operator.goto(`${portal.url}/workflow-runs/settings/alerts`);
  await expect(
    operator.getByText('workflow-runs.alert-rule.manage'),
  ).toBeVisible();

  // It stands above the list of runs as long as it fires, and leads to them; rules are not for operators.
  await operator.goto(`${portal.url}/workflow-runs`);
  const strip = operator.getByRole('region', { name: '1 alert rule firing' });
  await expect(strip).toContainText(/Syncs failWarning · /);
  await expect(strip.getByRole('link', { name: 'Syncs fail' })).toHaveCount(1);
  await takeScreenshots(operator, 'alerts-firing', () =>
    expect(strip).toBeVisible(),
  );
  await strip.getByRole('link', { name: /^Runs that Syncs fail/ }).click();
  await expect(operator).toHaveURL(/\?workflow=embedded%2Fdata_sync/);
  await expect(strip).toBeVisible();

  // It is put off.
  await row.getByRole('button', { name: 'Snooze Syncs fail' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('1 hour');
  await dialog.getByRole('button', { name: 'Snooze' }).click();
  await expect(row).toContainText('snoozed until');
  await row.getByRole('button', { name: 'History of Syncs fail' }).click();
  const history = page.getByRole('table', { name: 'When it fired' });
  await expect(history).toContainText('still fires');
  await takeScreenshot(page, 'alert-rules');
  await expectNoBreachInThemes(page, page.getByText('Syncs fail').first());

  // And it is over by itself.
  await runAll(page, portal.url, 13, sync({}));
  await expect(row).toContainText('OK', { timeout: 60_000 });
  await row.getByRole('button', { name: 'History of Syncs fail' }).click();
  await expect(history).toContainText('OK again');
  await expect(strip).toBeHidden({ timeout: 60_000 });
  await operator.close();
});

test('a run has the target of its entity, and says when it will likely miss the one it has', async ({
  page,
  startPortal,
}) => {
  const portal = await startPortal('sla', {
    config: {
      workflowRuns: {
        slas: [
          {
            workflow: 'embedded/data_sync',
            environment: 'drill',
            target: '12s',
          },
        ],
      },
    },
  });
  await signInAs(page, 'viewer', portal.url);
  // The catalog is read once the portal is there.
  await expect(async () => {
    const health = await launchAs(
      page,
      'operator',
      { workflow: 'embedded/catalog_health', input: {} },
      portal.url,
    );
    const run = await getAs(page, 'operator', `/runs/${health}`, portal.url);
    expect(run.sla?.targetMs).toBe(600_000);
    await page.goto(`${portal.url}/workflow-runs/runs/${health}`);
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText('SLA 10 m 00 s')).toBeVisible();

  const slow = sync({ delayMs: 8_000 }, 'drill');
  await runAll(page, portal.url, 10, slow);
  const runId = await launchAs(page, 'operator', slow, portal.url);
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}`);
  await expect(page.getByText(/likely to finish .*, breach at/)).toBeVisible({
    timeout: 20_000,
  });
  await takeScreenshots(page, 'run-sla-foreseen', () =>
    expect(page.getByText('SLA 12 s')).toBeVisible(),
  );
  await expect(page.getByText(/Breached/).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
});
