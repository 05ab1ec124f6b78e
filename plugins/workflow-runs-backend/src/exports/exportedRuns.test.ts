import {
  RunsExportFormat,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { Visibility } from '../queries/condition';
import { RunQueries } from '../queries/RunQueries';
import { exportedRuns, ExportTally, ROWS_AT_ONCE } from './exportedRuns';
import { runColumnNames } from './runColumns';

jest.setTimeout(60_000);

const COUNT = ROWS_AT_ONCE * 2 + 50;

describeOnDatabases('an export of runs', createDatabase => {
  let runs: RunQueries;
  /** Looks at a few rows only before it ends a page early. */
  let impatient: RunQueries;

  beforeAll(async () => {
    const { knex } = await createDatabase();
    runs = createRunQueries(knex);
    impatient = createRunQueries(knex, { rows: 60, perBranch: 10 });
    await insertWorkflow(knex, { id: 'wfl_1', name: 'orders', owners: ['me'] });
    await insertRuns(
      knex,
      Array.from({ length: COUNT }, (_, i) => ({
        id: `run_${String(i).padStart(4, '0')}`,
        workflowId: 'wfl_1',
        // Batches have the same time.
        orderedAt: Math.floor(i / 10),
        durationMs: i % 7,
        // No index leads to versions.
        version: i % 100 === 0 ? '2' : '1',
        tags: i === 0 ? ['=1+1', 'a,b'] : [],
        status: i % 2 ? ('completed' as const) : ('failed' as const),
      })),
    );
  });

  const take = async (
    format: RunsExportFormat,
    options: {
      limit?: number;
      sort?: RunSort;
      filter?: object;
      queries?: RunQueries;
      visibility?: Visibility;
    } = {},
  ) => {
    const { limit = 10_000, sort, filter = {}, queries = runs } = options;
    const tally: ExportTally = { rows: 0, isMore: false };
    const chunks: string[] = [];
    for await (const chunk of exportedRuns(
      query => queries.list(query, options.visibility ?? 'all'),
      format,
      { filter, sort, limit },
      tally,
    ))
      chunks.push(chunk);
    return {
      chunks,
      tally,
      lines: chunks.join('').split(/\r?\n/).slice(0, -1),
    };
  };
  const idsOf = (lines: string[]) => lines.map(line => JSON.parse(line).id);

  it.each<RunSort>(['-queuedAt', 'status', '-duration', 'duration'])(
    'has every run once, in the order %s, page by page',
    async sort => {
      const { chunks, tally, lines } = await take('jsonl', { sort });

      expect(chunks).toHaveLength(3);
      expect(tally).toEqual({ rows: COUNT, isMore: false });
      expect(new Set(idsOf(lines)).size).toBe(COUNT);
    },
  );

  it('goes on behind pages that end early, also behind empty ones', async () => {
    const filter = { version: ['2'] };
    const { chunks, lines } = await take('jsonl', {
      filter,
      queries: impatient,
    });

    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks).toContain('');
    expect(idsOf(lines)).toEqual([
      'run_0400',
      'run_0300',
      'run_0200',
      'run_0100',
      'run_0000',
    ]);
  });

  it.each([
    [1, 1, true],
    [ROWS_AT_ONCE, ROWS_AT_ONCE, true],
    [ROWS_AT_ONCE + 1, ROWS_AT_ONCE + 1, true],
    [COUNT, COUNT, false],
    [COUNT + 1, COUNT, false],
  ])('of %d at most has %d', async (limit, rows, isMore) => {
    const { lines, tally } = await take('jsonl', { limit });

    expect(lines).toHaveLength(rows);
    expect(tally).toEqual({ rows, isMore });
  });

  it('is a table with a head, and a cell for each column', async () => {
    const { lines } = await take('csv', { filter: { tag: ['a,b'] } });

    expect(lines[0]).toBe(runColumnNames.join(','));
    const cells = [...lines[1].matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)];
    expect(cells).toHaveLength(runColumnNames.length);
    expect(lines[1]).toMatch(/^run_0000,embedded\/orders,orders,2,embedded,,/);
    expect(lines[1]).toContain(`,"'=1+1,a\\,b",`);
    expect(lines[1]).toContain(',1970-01-01T00:00:00.000Z,');
  });

  it('is a head alone where there are no runs', async () => {
    const filter = { version: ['none'] };

    expect((await take('csv', { filter })).lines).toEqual([
      runColumnNames.join(','),
    ]);
    expect((await take('jsonl', { filter })).lines).toEqual([]);
  });

  it('says of a run what the API does, but for what depends on the reader', async () => {
    const { lines } = await take('jsonl', { limit: 1 });
    const run = JSON.parse(lines[0]);

    expect(run).toMatchObject({ workflow: { ref: 'embedded/orders' } });
    expect(run).not.toHaveProperty('ownerRefs');
    expect(run).not.toHaveProperty('allowedActions');
  });

  it('reads a page when the one before was taken, and no sooner', async () => {
    const list = jest.spyOn(runs, 'list');
    const tally: ExportTally = { rows: 0, isMore: false };
    const chunks = exportedRuns(
      query => runs.list(query, 'all'),
      'csv',
      { filter: {}, limit: 10_000 },
      tally,
    );
    expect(list).not.toHaveBeenCalled();
    for (const page of [1, 2, 3]) {
      await chunks.next();
      expect(list).toHaveBeenCalledTimes(page);
    }
    expect((await chunks.next()).done).toBe(true);
    list.mockRestore();
  });
});
