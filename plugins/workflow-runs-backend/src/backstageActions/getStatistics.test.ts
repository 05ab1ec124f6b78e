import { Figures } from 'backstage-plugin-workflow-runs-common';
import { answerOf, aRun } from './__testUtils__/answerOf';
import { getStatistics } from './getStatistics';

const { workflow } = aRun();
const figures = {
  runs: 4,
  completed: 3,
  failed: 1,
  canceled: 0,
  successRate: 0.75,
  retriesPer100: 50,
  duration: { n: 3, p50Ms: 10, p95Ms: 20 },
  sla: { met: 0, breached: 0, rate: null },
  mttr: { episodes: 1, meanMs: 900 },
} as Figures;
const step = (stepKey: string, failures: number, p95Ms: number | null) => ({
  workflow,
  stepKey,
  name: stepKey,
  occurrences: 4,
  failures,
  retries: { expected: 1, unexpected: 2 },
  duration: p95Ms === null ? null : { p95Ms },
});
const told = {
  from: '2026-11-14T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  freshAt: null,
  total: figures,
  previous: { ...figures, duration: null },
  workflows: Array(12).fill({ workflow, figures }),
  steps: [step('slow', 0, 900), step('quick', 0, null), step('bad', 2, 5)],
  errors: [{ category: 'bug', count: 1 }],
  longest: [{ runId: 'run_1', workflow, durationMs: 20, completedAt: '' }],
  coverage: { exact: false, scannedRuns: 0, skipped: 'runs before October' },
};

describe('get-statistics', () => {
  it('tells the steps that fail before those that are slow, and what is not counted', async () => {
    const { output, asked } = await answerOf(
      getStatistics,
      { workflow: ['embedded/orders'], timeZone: 'Europe/Berlin' },
      { getStatistics: told },
    );

    expect(asked[0][1].query).toEqual({
      workflow: 'embedded/orders',
      timeZone: 'Europe/Berlin',
    });
    expect(output.total).toEqual({
      runs: 4,
      completed: 3,
      failed: 1,
      canceled: 0,
      successRate: 0.75,
      retriesPer100: 50,
      p50Ms: 10,
      p95Ms: 20,
      slaRate: null,
      meanTimeToRecoveryMs: 900,
    });
    expect(output.previous.p95Ms).toBeNull();
    expect(output.steps.map(each => [each.step, each.retries])).toEqual([
      ['bad', 3],
      ['slow', 3],
      ['quick', 3],
    ]);
    expect(output.workflows).toHaveLength(10);
    expect(output.longest[0]).toMatchObject({ runId: 'run_1', url: '/run_1' });
    expect(output.cut).toEqual([
      '2 workflows of 12 left out: name some with `workflow`',
      'Not counted: runs before October',
    ]);
  });
});
