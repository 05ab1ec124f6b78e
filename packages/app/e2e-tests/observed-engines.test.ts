import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expectNoBreach } from './accessibility';
import { getAs, launchAs, makeAs } from './api';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 480_000 });
test.use({ actionTimeout: 60_000 });

const TOKEN = 'token-of-the-python-engine';

/** Lets the engine tell a portal of its runs. */
const CONFIG = {
  backend: {
    auth: {
      externalAccess: [
        {
          type: 'static',
          options: { token: TOKEN, subject: 'python' },
          accessRestrictions: [
            {
              plugin: 'workflow-runs',
              permission: 'workflow-runs.run.ingest',
            },
          ],
        },
      ],
    },
  },
  workflowRuns: {
    ingest: {
      sources: [
        {
          source: '/python-engine',
          subjects: ['python'],
          engine: 'python',
          environment: 'production',
          commands: { actions: ['cancel'] },
        },
      ],
    },
  },
};

const ENGINE = resolve(__dirname, '../../../examples/python-engine/engine.py');

test('runs of an engine in Python are in the list and on pages of their own, with steps, tries, lines and links to files; one is canceled from there', async ({
  page,
  startPortal,
}) => {
  test.skip(
    spawnSync('python3', ['--version']).status !== 0,
    'there is no Python to run the engine with',
  );
  const portal = await startPortal('python-engine', { config: CONFIG });
  const runEngine = (workflow: string, pages: number) =>
    promisify(execFile)('python3', [ENGINE, workflow], {
      env: {
        ...process.env,
        PAGES: String(pages),
        WORKFLOW_RUNS_URL: `${portal.url}/api/workflow-runs`,
        WORKFLOW_RUNS_TOKEN: TOKEN,
      },
    });
  expect((await runEngine('nightly-report', 12)).stderr).toBe('');
  await signInAs(page, 'operator', portal.url);

  await page.goto(`${portal.url}/workflow-runs?engine=python`);
  const row = page.getByRole('row', { name: /nightly-report/ });
  await expect(row).toContainText('Completed');
  await expect(row).not.toContainText('unknown');
  await takeScreenshots(page, 'observed-list', async () => {
    await expect(row).toBeVisible();
  });

  await page.reload();
  await row.getByRole('link').first().click();
  await expect(
    page.getByRole('heading', { name: /nightly-report/ }),
  ).toBeVisible();
  const main = page.locator('main');
  await expect(main).toContainText('DONE');
  await expect(main.getByText('Extract').first()).toBeVisible();
  await expect(main.getByText('Publish').first()).toBeVisible();
  // Nothing can be asked of it, and the button says so.
  const rerun = page.getByRole('button', { name: 'Re-run' }).first();
  await expect(rerun).toHaveAttribute('aria-disabled', 'true');
  // Before the theme is switched: colours that fade are nobody's to read.
  await expectNoBreach(page);
  await takeScreenshots(page, 'observed-run', async () => {
    await expect(main.getByText('Extract').first()).toBeVisible();
  });

  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(page.getByText('reading orders, try 2')).toBeVisible();
  await expect(page.getByText('12 pages are out')).toBeVisible();

  const endless = runEngine('endless-report', 100_000);
  await page.goto(`${portal.url}/workflow-runs?engine=python&status=running`);
  const open = page.getByRole('row', { name: /endless-report/ });
  await open.getByRole('link').first().click();
  await expect(
    page.getByRole('heading', { name: /endless-report/ }),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await expect(
    page.getByRole('link', { name: /Open pages\.csv where it is/ }),
  ).toHaveAttribute('href', 'https://files.example.com/pages.csv');

  await page.getByRole('button', { name: 'Cancel run' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('This engine has no definition here');
  await dialog.getByRole('textbox').fill('it never ends');
  await dialog.getByRole('button', { name: 'Cancel run' }).click();
  await expect(main).toContainText('STOPPED');
  await expect(main).toContainText('Canceled');
  expect((await endless).stderr).toBe('');

  // What all engines run is one list: beside each other, sorted and filtered alike.
  await launchAs(
    page,
    'operator',
    { workflow: 'embedded/catalog_health', input: {} },
    portal.url,
  );
  await makeAs(
    page,
    'operator',
    'template:default/new-service',
    { name: 'billing', waitSeconds: 0 },
    portal.url,
  );
  // A run that comes later waits above a list that is sorted by something else than time.
  await expect
    .poll(async () => {
      const { items } = await getAs(
        page,
        'operator',
        '/runs?status=completed',
        portal.url,
      );
      return items.length;
    })
    .toBeGreaterThanOrEqual(3);
  await page.goto(`${portal.url}/workflow-runs?status=completed&sort=duration`);
  const rows = page.getByTestId(/^run-run_/);
  for (const workflow of ['nightly-report', 'Catalog health', 'New service']) {
    await expect(rows.filter({ hasText: workflow }).first()).toBeVisible();
  }
  await takeScreenshots(page, 'observed-one-list', async () => {
    await expect(rows.first()).toBeVisible();
  });
  await page.reload();
  await expect(async () => {
    const { items } = await getAs(
      page,
      'operator',
      '/runs?status=completed&sort=duration',
      portal.url,
    );
    const shown = await rows.evaluateAll(all =>
      all.map(each => each.getAttribute('data-testid')),
    );
    expect(shown.length).toBeGreaterThanOrEqual(3);
    expect(shown).toEqual(items.map(({ id }: { id: string }) => `run-${id}`));
  }).toPass({ timeout: 30_000 });
  await page.goto(`${portal.url}/workflow-runs?engine=scaffolder`);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('New service');
});
