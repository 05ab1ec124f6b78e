import { Knex } from 'knex';
import { buildGraph } from 'backstage-plugin-workflow-runs-common/machine';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { Sealer } from '../sealing/Sealer';
import { ClaimedRun } from './claim';
import { restoreRun } from './load';
import { loadRuns } from './loadRuns';
import { readRuns } from './readRuns';

jest.mock('./readRuns');
jest.mock('./load', () => ({ restoreRun: jest.fn() }));

const graphOf = (type: 'tool' | 'map', count: number) =>
  buildGraph({
    steps: Array.from({ length: count }, (_, index) => ({
      key: `step_${index}`,
      type,
      dependsOn: [],
      each: { handler: { name: 'item', version: 1 } },
    })),
  } as never);

const GRAPHS: Record<string, ReturnType<typeof graphOf>> = {
  short: graphOf('tool', 3),
  long: graphOf('tool', 400),
  wide: graphOf('map', 1),
};

describe('loadRuns', () => {
  const definitions = {
    graph: async (hash: string) => {
      if (!GRAPHS[hash]) throw new Error(`There is no definition ${hash}`);
      return GRAPHS[hash];
    },
  } as DefinitionStore;

  beforeEach(() => {
    jest.mocked(restoreRun).mockReset();
    jest.mocked(readRuns).mockReset();
    jest
      .mocked(readRuns)
      .mockImplementation(
        async (_, runIds) => new Map(runIds.map(id => [id, {} as never])),
      );
  });

  const claimed = (runId: string, definitionHash = 'short') =>
    ({ runId, definitionHash } as ClaimedRun);
  async function load(...runs: ClaimedRun[]) {
    const options = { knex: {} as Knex, sealer: {} as Sealer, definitions };
    const loaded: string[] = [];
    for await (const result of loadRuns(runs, options)) {
      loaded.push(
        'error' in result
          ? `${result.claimed.runId}: ${(result.error as Error).message}`
          : result.claimed.runId,
      );
    }
    return loaded;
  }
  const reads = () => jest.mocked(readRuns).mock.calls.map(([, ids]) => ids);

  it('reads runs together', async () => {
    expect(await load(claimed('a'), claimed('b'))).toEqual(['a', 'b']);
    expect(reads()).toEqual([['a', 'b']]);
  });

  it('reads few long ones together, and those with a fan-out alone', async () => {
    await load(
      claimed('a', 'long'),
      claimed('b', 'long'),
      claimed('c', 'long'),
      claimed('d', 'wide'),
      claimed('e', 'wide'),
    );
    expect(reads()).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('goes on where the definition of one is gone', async () => {
    expect(
      await load(claimed('a', 'gone'), claimed('b'), claimed('c')),
    ).toEqual(['a: There is no definition gone', 'b', 'c']);
  });

  it('goes on where one cannot be restored, or is not there', async () => {
    jest.mocked(readRuns).mockImplementation(
      async () =>
        new Map([
          ['a', {} as never],
          ['c', {} as never],
        ]),
    );
    jest.mocked(restoreRun).mockImplementationOnce(() => {
      throw new Error('damaged');
    });
    expect(await load(claimed('a'), claimed('b'), claimed('c'))).toEqual([
      'a: damaged',
      'b: There is no run b',
      'c',
    ]);
  });

  it('reads each alone where they cannot be read together', async () => {
    jest.mocked(readRuns).mockImplementation(async (_, runIds) => {
      if (runIds.includes('bad')) throw new Error('data corrupted');
      return new Map(runIds.map(id => [id, {} as never]));
    });
    expect(await load(claimed('a'), claimed('bad'), claimed('c'))).toEqual([
      'a',
      'bad: data corrupted',
      'c',
    ]);
  });
});
