import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { InvalidInput } from '../runs/InvalidInput';
import { judgeRuns } from './judgeRuns';

/** A reader who finds so many runs, on pages of so many. */
function readerOf(total: number, perPage = 200) {
  const listRuns = jest.fn(async ({ token = '0' }: { token?: string }) => {
    const from = Number(token);
    const to = Math.min(from + perPage, total);
    return {
      items: Array.from({ length: to - from }, (_, i) => ({
        id: `run_${from + i}`,
        allowedActions: { cancel: { allowed: true, reason: null } },
      })),
      nextToken: to < total ? String(to) : null,
    };
  });
  return { listRuns } as unknown as AuthorizedRuns & { listRuns: jest.Mock };
}

async function idsOf(runs: AuthorizedRuns): Promise<string[]> {
  const ids = [];
  const asked = { action: 'cancel', filter: { status: ['running'] } } as const;
  for await (const { runId } of judgeRuns(runs, asked as any)) ids.push(runId);
  return ids;
}

describe('the runs that fit a filter', () => {
  it('are all of them, as many as a job may have', async () => {
    const ids = await idsOf(readerOf(10_000));

    expect(new Set(ids).size).toBe(10_000);
  });

  it('are refused where there is one more, and none is left out', async () => {
    await expect(idsOf(readerOf(10_001))).rejects.toMatchObject({
      name: 'InputError',
      violations: [
        {
          pointer: '/filter',
          rule: 'max_runs',
          message: expect.stringContaining('more than 10000 runs'),
        },
      ],
    });
  });

  it('are given up where page after page holds next to nothing', async () => {
    const runs = readerOf(1_000, 1);

    await expect(idsOf(runs)).rejects.toMatchObject({
      violations: [{ pointer: '/filter', rule: 'too_slow' }],
    });
    expect(runs.listRuns).toHaveBeenCalledTimes(200);
  });

  it('are refused with what is wrong with the filter, where it is in the body', async () => {
    const runs = readerOf(1);
    runs.listRuns.mockRejectedValue(
      new InvalidInput('query', [
        { pointer: '/tagPattern', rule: 'pattern', message: 'it is none' },
      ]),
    );

    await expect(idsOf(runs)).rejects.toMatchObject({
      message: 'body/filter/tagPattern: it is none',
      violations: [{ pointer: '/filter/tagPattern', rule: 'pattern' }],
    });
  });
});
