import { Run } from 'backstage-plugin-workflow-runs-common';
import { CallWorkflowRuns } from './callWorkflowRuns';
import { RunCollatorFactory } from './RunCollatorFactory';

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;

const aRun = (id: string) =>
  ({
    id,
    workflow: { ref: 'embedded/data_sync', title: 'Data sync' },
    status: 'completed',
    environment: 'prod',
    queuedAt: '2026-11-19T10:00:00.000Z',
    tags: [],
    inputsSummary: { account: 'crocodile' },
    outputsSummary: { sum: 'alligator' },
  } as unknown as Run);

/** An API of so many runs, which remembers what it was asked. */
function apiOf(count: number) {
  const asked: { from?: string; limit?: number; token?: string }[] = [];
  const call = (async (_: string, { query }: any) => {
    asked.push(query);
    const start = Number(query.token ?? 0);
    const end = Math.min(start + query.limit, count);
    return {
      items: Array.from({ length: end - start }, (__, index) =>
        aRun(`run_${start + index}`),
      ),
      nextToken: end < count ? String(end) : null,
    };
  }) as unknown as CallWorkflowRuns;
  return { asked, call };
}

async function collect(call: CallWorkflowRuns, maxRuns = 5_000) {
  const factory = new RunCollatorFactory({
    call,
    limits: { maxRuns, maxAgeMs: 2 * DAY },
    now: () => NOW,
  });
  return (await factory.getCollator()).toArray();
}

it('reads page by page until there are no more, not further back than it should', async () => {
  const { asked, call } = apiOf(450);

  const documents = await collect(call);

  const from = '2026-11-18T00:00:00.000Z';
  expect(asked).toEqual([
    { from, limit: 200, token: undefined },
    { from, limit: 200, token: '200' },
    { from, limit: 200, token: '400' },
  ]);
  expect(new Set(documents.map(({ runId }) => runId)).size).toBe(450);
});

it('stops at the most that it should read', async () => {
  const { asked, call } = apiOf(1_000);
  expect(await collect(call, 250)).toHaveLength(250);
  expect(asked.map(({ limit }) => limit)).toEqual([200, 50]);
});

it('goes on behind a page that is empty, as one that ended early can be', async () => {
  const answers = [
    { items: [], nextToken: 'on' },
    { items: [aRun('run_1')], nextToken: null },
  ];
  const documents = await collect((async () => answers.shift()) as any);
  expect(documents.map(({ runId }) => runId)).toEqual(['run_1']);
});

it('has an index keep what it knows where the API fails midway', async () => {
  const { call } = apiOf(300);
  let calls = 0;
  const failing = (async (id: any, input: any) => {
    calls += 1;
    if (calls === 2) throw new Error('The database is away');
    return call(id, input);
  }) as CallWorkflowRuns;
  await expect(collect(failing)).rejects.toThrow('The database is away');
});

it('leaves out what a run was given and what it has put out, and names the run to judge it by', async () => {
  const [document] = await collect(apiOf(1).call);
  expect(document.authorization).toEqual({ resourceRef: 'run_0' });
  expect(JSON.stringify(document)).not.toMatch(/crocodile|alligator/);
});

it('has every field in every document, for engines that know fields by the first one', async () => {
  const failed = {
    ...aRun('run_2'),
    error: { message: 'broken', code: 'E1' },
    businessEventId: 'erp:1',
    completedAt: '2026-11-19T11:00:00.000Z',
    tags: ['nightly'],
  } as Run;
  const documents = await collect((async () => ({
    items: [aRun('run_1'), failed],
    nextToken: null,
  })) as any);
  const [bare, full] = documents.map(each => Object.keys(each));
  expect(bare).toEqual(full);
});
