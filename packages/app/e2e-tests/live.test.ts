import { createServer, request as ask, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser, type Page } from '@playwright/test';
import { getAs, launchAs, postAs } from './api';
import { runStatus, stepRow } from './runs';
import {
  collectBrowserProblems,
  expect,
  signInAs,
  takeScreenshot,
  test,
} from './support';

// The browser says so for each request that finds nobody.
test.use({
  actionTimeout: 60_000,
  expectedProblems: [
    /net::ERR_|Failed to (load resource|fetch)|NetworkError|WebSocket connection to|response 5\d\d/,
  ],
});
test.describe.configure({ timeout: 480_000 });

const TRIAL = 'embedded/trial_activation';

const indicator = (page: Page) => page.locator('[data-connection]').first();
const row = (page: Page, runId: string) => page.getByTestId(`run-${runId}`);

/** What the page must not lose: it is never loaded again. */
const mark = (page: Page) =>
  page.evaluate(() => {
    (window as { loadedOnce?: boolean }).loadedOnce = true;
  });
const isMarked = (page: Page) =>
  page.evaluate(() => (window as { loadedOnce?: boolean }).loadedOnce);

/** A portal that has just been started knows no workflow yet. */
async function launchTrial(page: Page, url: string): Promise<string> {
  let runId = '';
  await expect(async () => {
    runId = await launchAs(page, 'operator', { workflow: TRIAL }, url);
  }).toPass({ timeout: 60_000 });
  return runId;
}

/** How many streams a page has open. */
function countStreams(page: Page): () => number {
  const open = new Set<unknown>();
  page.on('request', request => {
    if (new URL(request.url()).pathname.endsWith('/v1/stream')) {
      open.add(request);
    }
  });
  page.on('requestfailed', request => open.delete(request));
  page.on('requestfinished', request => open.delete(request));
  return () => open.size;
}

/** A second person, in a browser of their own. */
async function openBrowser(browser: Browser) {
  const context = await browser.newContext();
  return { page: await context.newPage(), context };
}

test('what is done in one browser shows in another one on another backend, which says when that is gone and comes back with all of it', async ({
  page: operator,
  browser,
  postgres,
  startPortal,
}) => {
  const config = {
    backend: { database: { client: 'pg', connection: postgres.url } },
    workflowRuns: {
      encryption: {
        keys: [{ id: 'test', secret: 'a secret of these two backends' }],
      },
    },
  };
  // One after the other: the first one makes the tables.
  const first = await startPortal('live-backend-1', { config });
  const second = await startPortal('live-backend-2', { config });
  const { page: viewer, context } = await openBrowser(browser);
  const problems = collectBrowserProblems(context);
  const streams = countStreams(viewer);
  await signInAs(operator, 'operator', first.url);
  await signInAs(viewer, 'viewer', second.url);

  await viewer.goto(`${second.url}/workflow-runs?view=all`);
  await expect(indicator(viewer)).toHaveText('Live', { timeout: 60_000 });
  await mark(viewer);
  const started = Date.now();

  // Launched on the one, seen on the other.
  const runId = await launchTrial(operator, first.url);
  await expect(row(viewer, runId)).toContainText('Waiting', {
    timeout: 30_000,
  });
  await takeScreenshot(viewer, 'live-list');
  await row(viewer, runId).getByRole('link').first().click();
  await expect(runStatus(viewer)).toHaveText('Waiting');
  await expect(indicator(viewer)).toHaveText('Live');
  await expect.poll(streams).toBe(1);

  await operator.goto(`${first.url}/workflow-runs/runs/${runId}`);
  await operator
    .getByRole('region', { name: /waits for approval/ })
    .getByRole('button', { name: 'Approve' })
    .click();
  const decided = Date.now();
  await expect(runStatus(viewer)).toHaveText('Running');
  expect(Date.now() - decided).toBeLessThan(5_000);

  // Its backend goes without a farewell, and the other one goes on with the run.
  await second.halt('SIGKILL');
  await expect(indicator(viewer)).toHaveText('Disconnected', {
    timeout: 30_000,
  });
  await expect(viewer.getByText(/^Shown as of .* ago\./).first()).toBeVisible();
  await postAs(
    operator,
    'operator',
    `/runs/${runId}/tags`,
    {
      add: ['while-away'],
    },
    first.url,
  );
  await second.resume();
  await expect(indicator(viewer)).toHaveText('Live', { timeout: 60_000 });

  // What happened meanwhile is there, as the database has it.
  await expect(viewer.getByText('while-away')).toBeVisible();
  const { items: steps } = await getAs(
    operator,
    'operator',
    `/runs/${runId}/steps`,
    first.url,
  );
  const done = steps.filter(
    (step: { status: string }) => step.status === 'completed',
  );
  expect(done.length).toBeGreaterThan(0);
  for (const step of done) {
    // A branch has a row of its own, of the name of its first step.
    const rowsOfStep = stepRow(viewer, step.name);
    await expect(
      rowsOfStep.filter({ hasText: 'Completed' }).first(),
    ).toBeAttached();
  }
  const known = viewer.waitForResponse(/\/events\?/);
  await viewer.getByRole('tab', { name: 'Events' }).click();
  await known;
  const rows = viewer
    .getByRole('table', { name: 'Events' })
    .locator('tbody tr');
  await expect(async () => {
    const { items } = await getAs(
      operator,
      'operator',
      `/runs/${runId}/events?limit=1000`,
      first.url,
    );
    await expect(rows).toHaveCount(items.length, { timeout: 1_000 });
  }).toPass();
  const numbers = await rows.locator('td:first-child').allTextContents();
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(await isMarked(viewer)).toBe(true);
  await expect.poll(streams).toBe(1);
  test.info().annotations.push({
    type: 'seconds beside the start of the portals',
    description: String((Date.now() - started) / 1_000),
  });
  const isOurs = (problem: string) =>
    /^uncaught|warning/.test(problem) && !/WebSocket/.test(problem);
  expect(problems.filter(isOurs)).toEqual([]);
  await context.close();
});

/** A proxy that hands a stream on only when it has ended: as some that scan what passes. */
async function startBufferingProxy(target: string): Promise<{
  url: string;
  letStreamsThrough: () => void;
  stop: () => void;
}> {
  let isBuffering = true;
  const server: Server = createServer((from, to) => {
    const forward = ask(
      `${target}${from.url}`,
      { method: from.method, headers: from.headers },
      answer => {
        const isStream = /event-stream/.test(
          answer.headers['content-type'] ?? '',
        );
        if (isStream && isBuffering) {
          answer.resume();
          return;
        }
        to.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(to);
      },
    );
    forward.on('error', () => to.destroy());
    to.on('close', () => forward.destroy());
    from.pipe(forward);
  });
  await new Promise<void>(resolve => {
    server.listen(0, 'localhost', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    letStreamsThrough: () => {
      isBuffering = false;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a page hears by Backstage's signals, apart from what others say there. */
function collectHints(page: Page): string[] {
  const hints: string[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      if (/"channel":"workflow-runs"/.test(String(payload)))
        hints.push(String(payload));
    }),
  );
  return hints;
}

test('behind a proxy that holds streams back pages are polled and say so, take hints by signals, and go live once it lets them through', async ({
  page,
}) => {
  const hints = collectHints(page);
  const target = process.env.E2E_URL!;
  const proxy = await startBufferingProxy(target);
  // The page asks the address that it was configured with: here all of it goes through the proxy.
  await page.route(`${target}/api/workflow-runs/**`, async route => {
    const url = route.request().url().replace(target, proxy.url);
    await route.continue({ url });
  });
  await signInAs(page, 'viewer');
  await page.goto('/workflow-runs?view=all');
  await expect(indicator(page)).toHaveText(/^Delayed \d+ s$/, {
    timeout: 30_000,
  });
  await expect(indicator(page)).toHaveAttribute('data-connection', 'polling');
  // A greeting shows that hints arrive.
  await expect.poll(() => hints.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const runId = await launchAs(page, 'operator', { workflow: TRIAL });
  await expect(row(page, runId)).toContainText('Waiting', { timeout: 30_000 });
  expect(hints.some(hint => hint.includes(runId))).toBe(true);
  await takeScreenshot(page, 'live-polling');

  hints.length = 0;
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(page.getByText(/^Shown as of .* ago\./).first()).toContainText(
    /Read anew every few seconds/,
    { timeout: 30_000 },
  );
  await expect.poll(() => hints.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await postAs(page, 'operator', `/runs/${runId}/tags`, { add: ['hinted'] });
  await expect(page.getByText('hinted')).toBeVisible({ timeout: 10_000 });

  const givenUp = page.waitForRequest(
    request =>
      request.method() === 'DELETE' &&
      request.url().includes('/live/subscriptions'),
    { timeout: 60_000 },
  );
  proxy.letStreamsThrough();
  await expect(indicator(page)).toHaveText('Live', { timeout: 60_000 });
  await givenUp;
  await postAs(page, 'operator', `/runs/${runId}/cancel`, {});
  await page.close();
  proxy.stop();
});
