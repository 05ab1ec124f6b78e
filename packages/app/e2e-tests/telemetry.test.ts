import { launchAs } from './api';
import { runStatus } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

const START = 1_763_649_065_123_456_789n;
const span = (id: string, parentId: string | null, start: number) => ({
  id,
  parentId,
  name: `span ${id}`,
  service: 'shop',
  startNs: String(START + BigInt(start)),
  durationNs: '1000000',
  status: 'ok',
  url: null,
});
const source = (provider: string, more: object) => ({
  provider,
  outcome: 'found',
  message: null,
  isCut: false,
  ...more,
});

// The portal under test has no such tools: what the backend says of them is told by its own tests.
test('the page of a run shows its trace and the lines of log stores, and what a tool that is down leaves out', async ({
  page,
}) => {
  await page.route('**/api/workflow-runs/v1/runs/*/traces', route =>
    route.fulfill({
      json: {
        sources: [
          source('Jaeger', {
            outcome: 'down',
            message: 'It answered 503',
            spans: [],
          }),
          source('Tempo', {
            spans: [span('a', null, 0), span('b', 'a', 500_000)],
          }),
        ],
      },
    }),
  );
  await page.route('**/api/workflow-runs/v1/runs/*/external-logs', route =>
    route.fulfill({
      json: {
        sources: [
          source('Loki', {
            lines: [
              {
                atNs: String(START),
                message: 'The shop is closed',
                labels: { app: 'shop' },
              },
            ],
          }),
        ],
      },
    }),
  );
  await signInAs(page, 'operator');
  const runId = await launchAs(page, 'operator', {
    workflow: 'embedded/catalog_health',
  });
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(runStatus(page)).toHaveText('Completed', { timeout: 60_000 });
  await page.getByRole('tab', { name: /^Logs/ }).click();
  await expect(page.getByRole('list', { name: 'Lines in Loki' })).toContainText(
    'The shop is closed',
  );
  await page.getByRole('tab', { name: 'Traces' }).click();
  const trace = page.getByRole('region', { name: 'Trace in Tempo' });
  await expect(trace.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('Jaeger does not answer.')).toBeVisible();
  await takeScreenshots(page, 'traces', () => expect(trace).toBeVisible());
});
