import { expectNoBreach } from './accessibility';
import { launchAs, postAs } from './api';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 180_000 });

test('an auditor finds who has canceled a run and why, who tried and was refused, and who can see it', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'admin');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/trial_activation',
    input: {},
  });
  await expect(
    postAs(page, 'viewer', `/runs/${runId}/cancel`, { reason: 'mine' }),
  ).rejects.toThrow(/workflow-runs.run.cancel/);
  await postAs(page, 'operator', `/runs/${runId}/cancel`, {
    reason: 'The customer has withdrawn',
  });

  // From the list to the settings, and there to what was canceled.
  await page.goto('/workflow-runs');
  await page.locator('a[href$="/workflow-runs/settings"]').click();
  await page.getByRole('tab', { name: 'Audit' }).click();
  await page.getByLabel('Id of a run').fill(runId);
  await page.getByLabel('Id of a run').press('Enter');
  await expect(page).toHaveURL(new RegExp(`run=${runId}`));
  const rows = page.getByRole('table', { name: 'Audit' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('operator');
  await expect(rows.nth(1)).toContainText('Cancel');
  await expect(rows.nth(1)).toContainText('The customer has withdrawn');
  await expect(rows.nth(1)).toContainText('From ');
  await expect(rows.nth(2)).toContainText('viewer');
  await expect(rows.nth(2)).toContainText('Needs workflow-runs.run.cancel');
  await expect(rows.nth(3)).toContainText('Launch');
  await expectNoBreach(page);
  await takeScreenshots(page, 'audit-trail');

  // The file holds what is shown, and that it was taken is in the trail.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  expect((await download).suggestedFilename()).toBe('workflow-runs-audit.csv');

  // The run itself tells the same, and who can see it.
  await rows.nth(1).getByRole('link').click();
  await expect(
    page.getByRole('table', { name: 'Audit' }).getByRole('row'),
  ).toHaveCount(4);
  await page.getByRole('button', { name: 'Who can see this run?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who can see this run' });
  await expect(dialog).toContainText('What this cannot know');
  await dialog.getByLabel(/Ask about/).fill('user:default/viewer');
  await dialog.getByRole('button', { name: 'Ask' }).click();
  await expect(dialog).toContainText('user:default/viewer can see it');
  await takeScreenshots(page, 'audit-access');

  // Readers of the run see what was done, and not from where.
  const viewer = await browser.newPage();
  await signInAs(
    viewer,
    'viewer',
    `${process.env.E2E_URL}/workflow-runs/runs/${runId}?tab=audit`,
  );
  const seen = viewer.getByRole('table', { name: 'Audit' });
  await expect(seen).toContainText('The customer has withdrawn');
  await expect(seen).not.toContainText('From ');
  await expect(
    viewer.getByRole('button', { name: 'Who can see this run?' }),
  ).toHaveCount(0);
});

test('an admin sees how it stands with the keys, and shreds those of a run', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
    input: {},
  });
  await page.goto('/workflow-runs/settings/keys');
  await expect(page.getByText('Active: seals what is new')).toBeVisible();
  await expect(page.getByText(/generated for development/)).toBeVisible();
  await takeScreenshots(page, 'audit-keys');

  await expect(async () => {
    await page.getByRole('button', { name: /Shred keys/ }).click();
    await page.getByLabel(/Id of the run/).fill(runId);
    await page.getByLabel(/Reason/).fill('Its subject has asked for it');
    await page.getByRole('button', { name: 'Shred', exact: true }).click();
    await expect(page.getByText(/keys of 1 runs are shredded/)).toBeVisible();
  }).toPass({ timeout: 60_000 });
  await page.goto(`/workflow-runs/settings/audit?action=shred&run=${runId}`);
  await expect(page.getByText('Its subject has asked for it')).toBeVisible();
});
