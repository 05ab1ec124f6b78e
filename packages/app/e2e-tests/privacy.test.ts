import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAs, launchAs, postAs } from './api';
import { startOwnPortal, type OwnPortal } from './ownPortal';
import {
  expect,
  signInAs,
  takeScreenshot,
  takeScreenshots,
  test,
} from './support';

test.describe.configure({ timeout: 180_000 });

// A rule that cannot be understood is refused.
test.use({ expectedProblems: [/400 \(Bad Request\)/] });

let portal: OwnPortal;
test.beforeAll(async () => {
  portal = await startOwnPortal('privacy-portal');
});
test.afterAll(() => portal?.stop());

/** A file of the portal that holds a text, such as its database or the log of what is about to be written to it. */
function filesWith(text: string): string[] {
  const files = readdirSync(portal.dataDirectory, {
    recursive: true,
    withFileTypes: true,
  }).filter(entry => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter(file => readFileSync(file).includes(text));
}

test('an admin has addresses tokenized, tries that, and reveals one with a reason; the files never hold it', async ({
  page,
}) => {
  const email = 'grace.hopper-7781@larkspur.example';
  await signInAs(page, 'admin', `${portal.url}/workflow-runs`);
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('tab', { name: 'Privacy' }).click();
  await expect(page.getByRole('table', { name: 'Detectors' })).toContainText(
    'email',
  );
  await page.getByRole('button', { name: 'New policy' }).click();
  const dialog = page.getByRole('dialog', { name: 'New policy' });
  await dialog.getByLabel('Name').fill('Addresses of trials');
  await dialog.getByLabel('Workflow').click();
  await page.getByRole('option', { name: 'embedded/trial_activation' }).click();

  // What cannot be understood is told at the rule, and nothing is lost.
  await dialog.getByLabel('Rule 1: of what').fill('$.contact[');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(
    dialog.getByRole('group', { name: 'Rule 1' }).getByRole('alert'),
  ).toContainText('at character');
  await dialog.getByLabel('Rule 1: found by').selectOption('Detector');
  await dialog.getByLabel('Rule 1: of what').selectOption('email');
  await dialog.getByLabel('Rule 1: treatment').selectOption('Tokenize');
  await takeScreenshot(page, 'privacy-policy');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Policies' })).toContainText(
    'Whatever looks like email → Tokenize',
  );
  await takeScreenshots(page, 'privacy');

  const runId = await launchAs(
    page,
    'operator',
    {
      workflow: 'embedded/trial_activation',
      input: {
        company: 'Larkspur',
        contactName: 'Grace',
        contactEmail: email,
        plan: 'team',
        seats: 5,
      },
    },
    portal.url,
  );
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}?tab=io`);
  const token = page.getByRole('button', { name: /email/ }).first();
  await expect(token).toHaveAttribute('title', /Reveal it/);
  await token.click();
  const reveal = page.getByRole('dialog', { name: 'Reveal a value' });
  await reveal.getByLabel(/Why it has to be seen/).fill('INC-1182');
  await reveal.getByRole('button', { name: 'Reveal' }).click();
  await expect(reveal).toContainText(email);
  await takeScreenshot(page, 'privacy-revealed');
  await reveal.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText(email)).toBeHidden();

  const io = await getAs(page, 'admin', `/runs/${runId}/io`, portal.url);
  expect(JSON.stringify(io)).toContain('[token:email:');
  expect(filesWith('trial_activation').length).toBeGreaterThan(0);
  expect(filesWith(email)).toEqual([]);
});

test('an operator sees no settings, and a token as what it is', async ({
  page,
}) => {
  await signInAs(
    page,
    'operator',
    `${portal.url}/workflow-runs/settings/privacy`,
  );

  await expect(page.getByText('workflow-runs.privacy.manage')).toBeVisible();
  await postAs(
    page,
    'admin',
    '/privacy/policies',
    {
      name: 'Addresses',
      rules: [{ detector: 'email', treatment: 'tokenize' }],
    },
    portal.url,
  );
  const runId = await launchAs(
    page,
    'operator',
    { workflow: 'embedded/trial_activation' },
    portal.url,
  );
  await page.goto(`${portal.url}/workflow-runs/runs/${runId}?tab=io`);
  await expect(
    page.getByTitle(/Kept apart, encrypted: email/).first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: /email/ })).toHaveCount(0);
});
