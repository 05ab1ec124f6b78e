import { readFile } from 'node:fs/promises';
import { postAs, launchAs } from './api';
import {
  answerWith,
  API,
  expectNothingSticksOut,
  launchEnded,
  partOf,
  refuseWith,
  STREAM,
} from './badDays';
import { action } from './operating';
import { runStatus, stepRow } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 180_000 });
// The browser says so for each answer that a test spoils.
test.use({
  expectedProblems: [
    /Failed to load resource|response 5\d\d|The above error occurred|is not iterable/,
  ],
});

const HOUR_MS = 3_600_000;

test('a run whose backend is down says so, and comes by itself once it is up', async ({
  page,
}) => {
  const runId = await launchEnded(page);
  await page.route(API, route =>
    route.fulfill({ status: 503, body: '<html>Bad gateway</html>' }),
  );
  await page.reload();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The run could not be loaded');
  await expect(alert).toContainText('The backend has failed.');
  await takeScreenshots(page, 'run-backend-down', () =>
    expect(alert).toBeVisible(),
  );
  // It is tried again meanwhile, and the message stands still.
  await page.waitForRequest(partOf(runId));
  await expect(alert).toBeVisible();
  await page.unroute(API);
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 30_000 });
});

test('a list that is slow says so after some seconds, and is asked for again', async ({
  page,
}) => {
  await signInAs(page, 'viewer');
  const list = /\/v1\/runs\?/;
  let answers = false;
  await page.route(list, async route => {
    if (answers) await route.continue();
    // Nobody is answered before.
  });
  await page.goto('/workflow-runs');
  const note = page.getByText('This takes longer than usual.');
  await expect(note).toBeVisible({ timeout: 20_000 });
  await takeScreenshots(page, 'list-slow', () =>
    expect(note).toBeVisible({ timeout: 20_000 }),
  );
  answers = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(note).toBeHidden();
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
});

test('what may not be seen names the permission that it takes', async ({
  page,
}) => {
  await signInAs(page, 'viewer');
  await page.route(
    /\/v1\/runs\?/,
    refuseWith(403, {
      name: 'NotAllowedError',
      message: 'You need the permission workflow-runs.run.read',
    }),
  );
  await page.goto('/workflow-runs');
  await expect(page.getByRole('alert')).toContainText(
    'It needs the permission workflow-runs.run.read.',
  );
  await takeScreenshots(page, 'list-forbidden', () =>
    expect(page.getByRole('alert')).toBeVisible(),
  );
});

test('an action that comes too late says what the run is now, and offers what is possible', async ({
  page,
}) => {
  await signInAs(page, 'operator');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/data_sync',
    input: { delayMs: 20_000 },
  });
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(runStatus(page)).toHaveText('Running');
  await action(page, 'Pause').click();
  const dialog = page.getByRole('dialog');
  // The page does not hear of what the other one does.
  await page.route(STREAM, () => {});
  await postAs(page, 'admin', `/runs/${runId}/cancel`, {});
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Pause run' }).click();
    await expect(dialog.getByRole('alert')).toContainText(
      'The run is now Canceled.',
      { timeout: 3_000 },
    );
  }).toPass();
  await expect(dialog.getByRole('alert')).toContainText(
    /Possible now: .*Re-run/,
  );
  await page.keyboard.press('Escape');
  await expect(runStatus(page)).toHaveText('Canceled');
  await expect(action(page, 'Re-run')).toBeVisible();
});

test('one part that cannot be shown leaves the others alone', async ({
  page,
}) => {
  const runId = await launchEnded(page);
  await page.route(
    partOf(runId, 'steps'),
    answerWith(({ items, ...rest }) => ({
      ...rest,
      items: items.map(({ dependsOn, ...step }: any) => step),
    })),
  );
  await page.reload();
  const steps = page.getByRole('region', { name: 'Steps' });
  await expect(steps.getByRole('alert')).toContainText('Steps cannot be shown');
  await expect(runStatus(page)).toHaveText('Completed');
  await expect(page.getByRole('log')).toContainText(/\w/);
  await takeScreenshots(page, 'run-part-failed', () =>
    expect(steps.getByRole('alert')).toBeVisible(),
  );
  await page.unroute(partOf(runId, 'steps'));
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Steps' })).toBeVisible();
});

test('a run of which half is missing says in each part what is missing, and why', async ({
  page,
}) => {
  const runId = await launchEnded(page);
  const nothing = answerWith(answer => ({ ...answer, items: [] }));
  for (const part of ['steps', 'attempts', 'logs', 'io', 'artifacts']) {
    await page.route(partOf(runId, part), nothing);
  }
  await page.route(
    partOf(runId),
    answerWith(run => ({
      ...run,
      states: [],
      diagnostics: { ...run.diagnostics, traceId: null },
    })),
  );
  await page.reload();
  await expect(page.getByText('No steps are known of this run')).toBeVisible();
  const panel = page.getByRole('tabpanel');
  const said: [tab: string, words: RegExp][] = [
    ['Logs', /Nothing was logged/],
    ['I/O', /No input or output was recorded.*leaves nothing here/],
    ['Artifacts', /has made no files/],
    ['Traces', /No trace/],
    ['Decisions', /Nobody was asked/],
  ];
  for (const [tab, words] of said) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await expect(panel).toContainText(words);
  }
  await takeScreenshots(page, 'run-half-missing', () =>
    expect(panel).toBeVisible(),
  );
});

test('a clock of the device that is hours ahead is told, and no age follows it', async ({
  page,
}) => {
  await page.clock.install({ time: Date.now() + 3 * HOUR_MS });
  await signInAs(page, 'operator');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/data_sync',
    input: { delayMs: 20_000 },
    tags: ['early-clock'],
  });
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(runStatus(page)).toHaveText('Running');
  await expect(page.getByRole('note')).toContainText(
    /The clock of this device is (2 h 59 m|3 h 00 m) ahead/,
  );
  await expect(stepRow(page, 'Fetch north')).toContainText(/\d+ s/);
  await expect(stepRow(page, 'Fetch north')).not.toContainText(/ h /);
  await takeScreenshots(page, 'run-clock-ahead', () =>
    expect(page.getByRole('note')).toBeVisible(),
  );
  // By its tag: other tests launch more runs than a page of the list holds.
  await page.goto('/workflow-runs?since=PT1H&tag=early-clock');
  await expect(page.getByTestId(`run-${runId}`)).toContainText(
    /just now|\d+ s ago|min ago/,
  );
  await postAs(page, 'operator', `/runs/${runId}/cancel`, {});
});

test('names without spaces, in other directions and of a newer backend, and thousands of tags, break nothing', async ({
  page,
}) => {
  const runId = await launchEnded(page);
  const long = 'supercalifragilistic'.repeat(10);
  const hebrew = 'תהליך \u202Eהפעלה 🚀 (v2)';
  // The page does not hear how it is in truth.
  await page.route(STREAM, () => {});
  const tags = Array.from({ length: 5_000 }, (_, index) => `tag-${index}`);
  await page.route(
    partOf(runId),
    answerWith(run => ({
      ...run,
      tags: [long.slice(0, 100), hebrew, ...tags],
      status: 'hibernating',
      environment: long,
      workflowVersion: long,
      triggeredBy: `user:default/${long}`,
      owner: `group:default/${long}`,
      businessEventId: long,
      nativeStatus: long,
      workflow: { ...run.workflow, title: `${long} ${hebrew}` },
    })),
  );
  await page.route(
    partOf(runId, 'steps'),
    answerWith(({ items, ...rest }) => ({
      ...rest,
      items: items.map((step: object, index: number) => ({
        ...step,
        name: index % 2 === 0 ? long : hebrew,
        type: 'oracle',
        status: index === 0 ? 'dreaming' : 'completed',
      })),
    })),
  );
  await page.reload();
  await expect(page.getByText('Hibernating').first()).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Steps' });
  await expect(grid.getByRole('row').nth(1)).toContainText(long);
  await expectNothingSticksOut(page);
  await takeScreenshots(page, 'run-hostile-names', () =>
    expect(grid).toBeVisible(),
  );

  await page.getByRole('button', { name: '4972 more' }).click();
  await page.getByRole('searchbox', { name: 'Find a tag' }).fill('tag-4999');
  await expect(
    page
      .getByRole('list', { name: 'All tags of the run' })
      .getByRole('listitem'),
  ).toHaveText(['tag-4999']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 1024, height: 800 });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  for (const view of ['Graph', 'Table']) {
    await page.getByRole('button', { name: view, exact: true }).click();
    await expectNothingSticksOut(page);
  }
  await takeScreenshots(page, 'run-hostile-names-narrow', async () => {
    await expect(page.getByRole('complementary')).toBeVisible();
  });
});

test('an output of 5 MB is shown as far as it can be read, and downloaded whole', async ({
  page,
}) => {
  const runId = await launchEnded(page);
  const rows = Array.from({ length: 50_000 }, (_, index) => ({
    id: index,
    customer: `customer ${index} of the shop, and some more words`,
    note: 'x'.repeat(20),
  }));
  const text = JSON.stringify({ endless: 'y'.repeat(1_000_000), rows });
  expect(text.length).toBeGreaterThan(5_000_000);
  await page.route(partOf(runId, 'io'), route =>
    route.fulfill({
      contentType: 'application/json',
      body: `{"items":[{"stepKey":null,"itemIndex":-1,"direction":"output","generation":0,"value":${text},"bytes":${text.length},"truncated":false}]}`,
    }),
  );
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) {
        longest.ms = Math.max(longest.ms, duration);
      }
    }).observe({ type: 'longtask' });
  });
  await page.getByRole('tab', { name: 'I/O' }).click();
  const value = page.getByRole('region', { name: 'Output, Run' });
  await expect(value).toContainText('more characters');
  expect(await value.locator('div').count()).toBeLessThan(300);
  expect((await value.textContent())!.length).toBeLessThan(50_000);
  await page.getByRole('button', { name: /^Show .* more lines/ }).click();
  await expect(page.getByText(/This is how it begins/)).toBeVisible();
  // What a busy machine makes of it is no reason to fail; it is to be read in the report.
  const longest = await page.evaluate(
    () => (window as unknown as { longest: { ms: number } }).longest.ms,
  );
  test.info().annotations.push({
    type: 'longest task',
    description: `${Math.round(longest)} ms`,
  });

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download Output, Run' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(file).rows).toHaveLength(50_000);
});

test('a link to a list that there is not says what was left out, and shows the rest', async ({
  page,
}) => {
  await launchEnded(page);
  await page.goto('/workflow-runs?status=dreaming,completed&sort=sideways');
  await expect(page.getByText(/Left out:/)).toContainText(
    /Order “sideways”.*|Status “dreaming”/,
  );
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
  await page.getByRole('button', { name: 'Tidy up the link' }).click();
  await expect(page).toHaveURL(/\?status=completed$/);

  await page.goto('/workflow-runs?view=view_nowhere');
  await expect(
    page.getByText('This view does not exist or you may not see it'),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'All' }).click();
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
});
