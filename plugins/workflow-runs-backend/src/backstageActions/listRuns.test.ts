import { exportedStep } from '../exports/__testUtils__/source';
import { answerOf, aRun } from './__testUtils__/answerOf';
import { listRuns } from './listRuns';

const page = (items: object[]) => ({
  items,
  nextToken: 'more',
  searchedBackTo: null,
  position: 1,
});

describe('list-runs', () => {
  it('writes what agents say as the API reads it', async () => {
    const { asked } = await answerOf(
      listRuns,
      {
        workflow: ['embedded/a,b', 'embedded/c'],
        status: ['failed', 'canceled'],
        needsIntervention: true,
        from: '2026-11-01T00:00:00Z',
      },
      { listRuns: page([]) },
    );

    expect(asked).toEqual([
      [
        'listRuns',
        {
          query: {
            workflow: 'embedded/a\\,b,embedded/c',
            status: 'failed,canceled',
            needsIntervention: 'true',
            from: '2026-11-01T00:00:00Z',
            limit: '10',
          },
        },
      ],
    ]);
  });

  it('tells of each run in a few lines', async () => {
    const error = {
      stepKey: 'fetch',
      category: 'timeout',
      code: null,
      message: 'x'.repeat(4_000),
    } as const;
    const { output } = await answerOf(
      listRuns,
      {},
      { listRuns: page([aRun({ id: 'run_1', status: 'failed', error })]) },
    );

    expect(output).toMatchObject({
      runs: [{ runId: 'run_1', url: '/run_1', workflow: 'embedded/orders' }],
      nextToken: 'more',
      cut: [],
    });
    expect(output.runs[0].error).toEqual({
      step: exportedStep().stepKey,
      category: 'timeout',
      code: null,
      message: `${'x'.repeat(1_000)}…`,
    });
  });

  it('leaves out what there is no room for, and goes on with that', async () => {
    const tags = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(128, 'x'));
    const runs = Array.from({ length: 25 }, (_, i) =>
      aRun({ id: `${i}`, tags }),
    );
    const { output, asked } = await answerOf(
      listRuns,
      { limit: 25 },
      { listRuns: ({ query }: any) => page(runs.slice(0, query.limit)) },
    );

    expect(JSON.stringify(output).length).toBeLessThan(25_000);
    expect(output.nextToken).toBe('more');
    expect(output.cut).toEqual([
      `${
        25 - output.runs.length
      } runs of 25 left out: they come with the next token`,
    ]);
    expect(asked).toHaveLength(2);
  });
});
