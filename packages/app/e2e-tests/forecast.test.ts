import { getAs, launchAs } from './api';
import { stepRow } from './runs';
import { expect, signInAs, takeScreenshots, test } from './support';

test.describe.configure({ timeout: 120_000 });

/** Slow enough to be looked at, and the same for all. */
const SYNC = {
  workflow: 'embedded/data_sync',
  // No other test has runs there.
  environment: 'forecast',
  input: { delayMs: 1_500, pageSize: 50 },
};
/** So many a forecast is made of, at least. */
const RUNS = 10;

test('a viewer sees when a run is likely to end, and how long its steps usually take', async ({
  page,
}) => {
  await signInAs(page, 'viewer');
  const before = await Promise.all(
    Array.from({ length: RUNS }, () => launchAs(page, 'operator', SYNC)),
  );
  for (const runId of before) {
    await expect
      .poll(
        async () => (await getAs(page, 'operator', `/runs/${runId}`)).status,
        { timeout: 60_000 },
      )
      .toBe('completed');
  }

  const runId = await launchAs(page, 'operator', {
    ...SYNC,
    // It goes on for as long as it is looked at, on a slow machine as well.
    input: { ...SYNC.input, delayMs: 8_000 },
  });
  await page.goto(`/workflow-runs/runs/${runId}`);
  await expect(
    page.getByText(/likely done .* · \d+ s left|longer than ever/),
  ).toBeVisible({ timeout: 20_000 });
  await takeScreenshots(page, 'run-forecast', () =>
    expect(page.getByText('Usual: p50, p95')).toBeVisible(),
  );
  await stepRow(page, 'Fetch north').click();
  const panel = page.getByRole('complementary', { name: /Fetch north/ });
  await expect(panel).toContainText(/Usually.*95 % within/);
  await expect(panel).toContainText('n = 10');
});
