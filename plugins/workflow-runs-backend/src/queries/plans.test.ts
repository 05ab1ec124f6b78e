import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { RunDetailQueries } from './RunDetailQueries';
import { RunQueries } from './RunQueries';

jest.setTimeout(60_000);

const RUNS = 400;

describeOnDatabases('the plan of a query', (createDatabase, isPostgres) => {
  let knex: Knex;
  let runs: RunQueries;
  let details: RunDetailQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    runs = createRunQueries(knex);
    details = new RunDetailQueries(knex);
    const workflowIds = ['wfl_1', 'wfl_2', 'wfl_3', 'wfl_4'];
    for (const id of workflowIds) await insertWorkflow(knex, { id });
    await insertRuns(
      knex,
      Array.from({ length: RUNS }, (_, i) => ({
        id: `run_${i}`,
        workflowId: workflowIds[i % 4],
        orderedAt: i,
        status: i % 40 ? ('completed' as const) : ('running' as const),
      })),
    );
    if (isPostgres) await knex.raw('analyze');
  });

  const explain = async (sql: string, bindings: Knex.RawBinding[]) => {
    if (!isPostgres) {
      const plan = await knex.raw(`explain query plan ${sql}`, bindings);
      return plan.map(({ detail }: { detail: string }) => detail);
    }
    // The tables are small: without this, reading all of one is the best plan.
    return knex.transaction(async trx => {
      await trx.raw('set local enable_seqscan = off');
      const numbered = sql.replace(/\$\d+/g, '?');
      const { rows } = await trx.raw(`explain ${numbered}`, bindings);
      return rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    });
  };
  /** The indexes that the statements about a table go by. */
  const indexesOf = async (table: string, work: () => Promise<unknown>) => {
    const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
    const listener = (query: (typeof asked)[number]) => {
      if (new RegExp(`from [\`"]${table}[\`"]`).test(query.sql))
        asked.push(query);
    };
    knex.on('query', listener);
    await work();
    knex.off('query', listener);
    const indexes = new Set<string>();
    for (const { sql, bindings } of asked) {
      for (const line of await explain(sql, bindings)) {
        const found =
          /(?:INDEX|Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)/.exec(
            line,
          );
        if (found) indexes.add(found[1]);
      }
    }
    return [...indexes];
  };
  const list = (filter: Parameters<RunQueries['list']>[0]['filter']) =>
    indexesOf('runs', () => runs.list({ filter, limit: 10 }, 'all'));

  it('of all runs goes by time', async () => {
    expect(await list({})).toContain('runs_ordered_at_id_index');
  });

  it('of a workflow’s runs goes by workflow and time', async () => {
    expect(
      await list({ workflow: ['embedded/wfl_1', 'embedded/wfl_2'] }),
    ).toContain('runs_workflow_id_ordered_at_id_index');
  });

  it('of runs in a status goes by status, or by time', async () => {
    const indexes = await list({ status: ['running'] });

    expect([
      'runs_status_ordered_at_id_index',
      'runs_ordered_at_id_index',
    ]).toEqual(
      expect.arrayContaining(indexes.filter(name => name.includes('ordered'))),
    );
    expect(indexes.join()).toContain('ordered_at');
  });

  it('of what is under way goes by what is open', async () => {
    const indexes = await indexesOf('steps', () =>
      runs.list({ filter: { status: ['running'] }, limit: 10 }, 'all'),
    );

    expect(indexes).toEqual(['steps_open_index']);
  });

  it.each([
    ['run_events', () => details.events('run_1', { after: 3, limit: 10 })],
    ['run_logs', () => details.logs('run_1', { after: 3, limit: 10 })],
    ['steps', () => details.steps('run_1', { limit: 10 })],
    ['attempts', () => details.attempts('run_1', { limit: 10 })],
    ['run_io', () => details.payloads('run_1')],
    ['artifacts', () => details.artifacts('run_1')],
    ['actions', () => details.actions('run_1')],
  ])('of %s goes by the run', async (table, work) => {
    const indexes = await indexesOf(table, work);

    expect(indexes).toHaveLength(1);
    expect(indexes[0]).toContain(table);
  });
});
