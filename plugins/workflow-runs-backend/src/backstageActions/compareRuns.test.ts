import { Comparison } from 'backstage-plugin-workflow-runs-common';
import { answerOf, aRun } from './__testUtils__/answerOf';
import { compareRuns } from './compareRuns';

const step = { durationMs: 900, attempts: 1, error: null } as const;
const failed = {
  ...step,
  status: 'failed',
  attempts: 3,
  error: { category: 'external_api', code: '503', message: 'no' },
} as const;
const completed = { ...step, status: 'completed' } as const;
const comparison: Comparison = {
  a: aRun({ id: 'a', workflowVersion: '2' }),
  b: aRun({ id: 'b', workflowVersion: '1' }),
  versionsDiffer: true,
  steps: [
    { stepKey: 'same', name: 'Same', a: completed, b: completed, differs: [] },
    {
      stepKey: 'call',
      name: 'Call',
      a: failed,
      b: completed,
      differs: ['status', 'attempts', 'error'],
    },
    { stepKey: 'new', name: 'New', a: completed, b: null, differs: [] },
  ],
  input: {
    changes: [
      { pointer: '/rows', kind: 'changed', a: 'x'.repeat(9_000), b: 1 },
    ],
    truncated: true,
  },
  output: null,
};

describe('compare-runs', () => {
  it('tells what differs alone, input before steps', async () => {
    const { output, asked } = await answerOf(
      compareRuns,
      { runId: 'a' },
      { compareRuns: comparison },
    );

    expect(asked[0][1]).toEqual({
      params: { runId: 'a' },
      query: { with: 'last-good' },
    });
    expect(output).toMatchObject({
      a: { runId: 'a', url: '/a' },
      b: { runId: 'b' },
      equalSteps: 1,
    });
    expect(output.differences).toEqual([
      {
        in: 'version',
        place: '',
        what: 'version',
        a: 'embedded/orders@2',
        b: 'embedded/orders@1',
      },
      {
        in: 'input',
        place: '/rows',
        what: 'changed',
        a: expect.stringMatching(/… \(9002 characters in all\)$/),
        b: 1,
      },
      {
        in: 'step',
        place: 'call',
        what: 'status, attempts, error',
        a: 'failed after 900 ms, 3 attempts: external_api 503',
        b: 'completed after 900 ms',
      },
      {
        in: 'step',
        place: 'new',
        what: 'only one of them has it',
        a: 'completed after 900 ms',
        b: null,
      },
    ]);
    expect(output.cut).toEqual([
      'The input may differ in more than is told',
      'The output is not compared: one has none, or you may not read that of both',
    ]);
  });

  it('leaves out what there is no room for', async () => {
    const changes = Array.from({ length: 500 }, (_, i) => ({
      pointer: `/rows/${i}`,
      kind: 'added' as const,
      a: null,
      b: i,
    }));
    const { output } = await answerOf(
      compareRuns,
      { runId: 'a', with: 'b' },
      { compareRuns: { ...comparison, input: { changes, truncated: false } } },
    );

    expect(JSON.stringify(output).length).toBeLessThan(13_500);
    expect(output.cut[0]).toMatch(/^\d+ differences of 503 left out: /);
  });
});
