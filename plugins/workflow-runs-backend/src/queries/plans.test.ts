import { Knex } from 'knex';
import { RunFilter, RunSort } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { textOf } from '../search/__testUtils__/textFits';
import { textIndexOf } from '../search/TextIndex';
import { Visibility } from './condition';
import { TimelineQueries } from '../timeline/TimelineQueries';
import { RunDetailQueries } from './RunDetailQueries';
import { RunQueries } from './RunQueries';

jest.setTimeout(60_000);

const RUNS = 4_000;
const WORKFLOWS = 20;

describeOnDatabases('the plan of a query', (createDatabase, isPostgres) => {
  let knex: Knex;
  let runs: RunQueries;
  let details: RunDetailQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    runs = createRunQueries(knex);
    details = new RunDetailQueries(knex);
    const workflowIds = Array.from({ length: WORKFLOWS }, (_, i) => `wfl_${i}`);
    for (const id of workflowIds) await insertWorkflow(knex, { id });
    await insertRuns(
      knex,
      Array.from({ length: RUNS }, (_, i) => ({
        id: `run_${i}`,
        workflowId: workflowIds[i % WORKFLOWS],
        orderedAt: i,
        status: i % 7 ? ('completed' as const) : ('running' as const),
      })),
    );
    const index = textIndexOf(knex);
    for (let i = 0; i < RUNS; i += 100) {
      const texts = Array.from(
        { length: 100 },
        (_, k) =>
          [
            `run_${i + k}`,
            textOf([`common rare${i + k} mod${k % 5}`]),
          ] as const,
      );
      await knex.transaction(trx => index.put(trx, texts));
    }
    if (isPostgres) await knex.raw('analyze');
  });

  // The tables are small: unless these are forbidden, to read and sort all of one is the best plan.
  let forbidden: string[];
  beforeEach(() => {
    forbidden = ['seqscan', 'sort', 'incremental_sort'];
  });

  const explain = async (sql: string, bindings: Knex.RawBinding[]) => {
    if (!isPostgres) {
      const plan = await knex.raw(`explain query plan ${sql}`, bindings);
      return plan.map(({ detail }: { detail: string }) => detail);
    }
    return knex.transaction(async trx => {
      for (const way of forbidden)
        await trx.raw(`set local enable_${way} = off`);
      const numbered = sql.replace(/\$\d+/g, '?');
      const { rows } = await trx.raw(`explain ${numbered}`, bindings);
      return rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    });
  };
  /** The lines of the plans of the statements about a table. */
  const linesOf = async (table: string, work: () => Promise<unknown>) => {
    const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
    const listener = (query: (typeof asked)[number]) => {
      if (new RegExp(`(?:from|join) [\`"]?${table}\\b`).test(query.sql))
        asked.push(query);
    };
    knex.on('query', listener);
    await work();
    knex.off('query', listener);
    const lines: string[] = [];
    for (const { sql, bindings } of asked) {
      lines.push(...(await explain(sql, bindings)));
    }
    return lines;
  };
  /** The indexes that the statements about a table go by. */
  const indexesOf = async (table: string, work: () => Promise<unknown>) => {
    const indexes = (await linesOf(table, work)).flatMap(
      line =>
        /(?:INDEX|Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) ([\w:]+)/.exec(
          line,
        )?.[1] ?? [],
    );
    return [...new Set(indexes)];
  };
  /** SQLite names the index of a primary key by itself. */
  const named = (index: string) =>
    isPostgres ? index : index.replace(/(.*)_pkey/, 'sqlite_autoindex_$1_1');
  const list = (
    filter: RunFilter,
    sort?: RunSort,
    visibility: Visibility = 'all',
  ) =>
    indexesOf('(?:runs|run_tags|run_failures)', () =>
      runs.list({ filter, sort, limit: 10 }, visibility),
    );

  const cases: [string, RunFilter, string][] = [
    ['all runs', {}, 'runs_ordered_at_id_index'],
    ['all runs of a time', { from: 100, to: 200 }, 'runs_ordered_at_id_index'],
    [
      'workflows',
      { workflow: ['embedded/wfl_1', 'embedded/wfl_2'] },
      'runs_workflow_id_ordered_at_id_index',
    ],
    [
      'workflows in statuses',
      {
        workflow: ['embedded/wfl_1', 'embedded/wfl_2'],
        status: ['completed', 'running'],
      },
      'runs_workflow_status_index',
    ],
    [
      'workflows and what no index holds',
      { workflow: ['embedded/wfl_1', 'embedded/wfl_2'], version: ['7'] },
      'runs_workflow_id_ordered_at_id_index',
    ],
    [
      'statuses',
      { status: ['failed', 'running'] },
      'runs_status_ordered_at_id_index',
    ],
    [
      'a business event',
      { businessEventId: ['erp:7'], status: ['failed'] },
      'runs_business_event_index',
    ],
    ['a parent', { parent: ['run_1'] }, 'runs_parent_index'],
    ['an origin', { origin: ['run_1'] }, 'runs_origin_index'],
    ['tags', { tag: ['a', 'b'] }, 'run_tags_pkey'],
    [
      'tags and what is not with them',
      { tag: ['a', 'b'], version: ['7'] },
      'run_tags_pkey',
    ],
    [
      'what needs somebody',
      { needsIntervention: true },
      'runs_status_ordered_at_id_index',
    ],
    ['an error', { errorCode: ['503', '504'] }, 'runs_error_code_index'],
    [
      'a kind of error',
      { errorCategory: ['bug', 'timeout'] },
      'runs_error_category_index',
    ],
    [
      'failures that belong together',
      { failureGroup: ['fgr_1', 'fgr_2'] },
      'run_failures_failed_index',
    ],
    [
      'failures that belong together and are to be retried',
      { failureGroup: ['fgr_1'], status: ['failed'], workflow: ['embedded/w'] },
      'run_failures_failed_index',
    ],
    [
      'errors of workflows',
      { workflow: ['embedded/wfl_1', 'embedded/wfl_2'], errorCode: ['503'] },
      'runs_workflow_error_code_index',
    ],
    [
      'kinds of errors of workflows',
      { workflow: ['embedded/wfl_1'], errorCategory: ['bug'] },
      'runs_workflow_error_category_index',
    ],
    [
      'who started them',
      { startedBy: ['user:default/a', 'user:default/b'] },
      'runs_started_by_index',
    ],
    ['whom they belong to', { owner: ['user:default/a'] }, 'runs_owner_index'],
    ['what waits for somebody', { hitl: ['requested'] }, 'runs_hitl_index'],
    ['what is late', { sla: ['at_risk', 'breached'] }, 'runs_sla_index'],
    [
      'environments',
      { environment: ['stage', 'dev'] },
      'runs_environment_index',
    ],
  ];
  it.each(cases)(
    'of a list of %s goes by its index',
    async (_, filter, index) => {
      expect(await list(filter)).toContain(named(index));
    },
  );

  it('of a list of runs that hold a text goes by the text, and by their ids', async () => {
    const byText = await indexesOf('(?:run_words|run_texts)', () =>
      runs.list({ filter: { q: 'rare17 mod2' }, limit: 10 }, 'all'),
    );
    expect(byText).toContain(isPostgres ? 'run_texts_words_index' : '0:M1');
    const indexes = await list({ q: 'rare17 mod2' });
    expect(indexes).toContain(named('runs_pkey'));
    expect(indexes).not.toContain('runs_ordered_at_id_index');
  });

  it('of a list of runs that hold a common text goes by another index, and looks up each', async () => {
    runs = createRunQueries(knex, { rows: 100, perBranch: 10, found: 1 });
    const indexes = await list({ q: 'common', status: ['failed', 'running'] });
    runs = createRunQueries(knex);

    expect(indexes).toContain('runs_status_ordered_at_id_index');
    expect(indexes).toContain(
      isPostgres ? 'run_texts_pkey' : 'run_texts_run_id_unique',
    );
    expect(indexes).not.toContain('run_texts_words_index');
  });

  it('of workflows in a status goes by both, where rows are looked at and sorting is allowed', async () => {
    forbidden = ['seqscan', 'bitmapscan'];
    const workflow = Array.from(
      { length: WORKFLOWS },
      (_, i) => `embedded/wfl_${i}`,
    );

    const indexes = await list({
      workflow,
      status: ['running'],
      version: ['7'],
    });
    expect(indexes).toContain('runs_workflow_status_index');
    expect(indexes).not.toContain('runs_workflow_id_ordered_at_id_index');
  });

  it('of a list by duration goes by duration', async () => {
    expect(await list({}, 'duration')).toContain('runs_duration_index');
    const workflow = ['embedded/wfl_1', 'embedded/wfl_2'];
    expect(await list({ workflow }, '-duration')).toContain(
      'runs_workflow_duration_index',
    );
  });

  it('of what one has started goes by that, whoever else’s runs there are', async () => {
    const visibility: Visibility = {
      anyOf: [
        { field: 'owner', values: ['group:default/a'] },
        { field: 'startedBy', values: ['user:default/a'] },
      ],
    };

    const indexes = await list({}, undefined, visibility);
    expect(indexes).toContain('runs_started_by_index');
    expect(indexes).not.toContain('runs_ordered_at_id_index');
  });

  // PostgreSQL knows by its statistics that a tag has many runs.
  if (!isPostgres) {
    it('of a look at the tags of a run never goes through all runs with a tag', async () => {
      const visibility: Visibility = { not: { field: 'tag', values: ['a'] } };
      const lines = await linesOf('runs', () =>
        runs.list({ filter: {}, limit: 10 }, visibility),
      );

      expect(lines.join()).toMatch(
        /run_tags .*\(tag=\? AND ordered_at=\? AND run_id=\?\)/,
      );
    });
  }

  it('of what is under way goes by what is open', async () => {
    const indexes = await indexesOf('steps', () =>
      runs.list({ filter: { status: ['running'] }, limit: 10 }, 'all'),
    );

    expect(indexes).toEqual(['steps_open_index']);
  });

  it('of what steps have reported goes by what was reported', async () => {
    const indexes = await indexesOf('steps', () => details.overview('run_1'));

    expect(indexes).toEqual(['steps_reported_index']);
  });

  it('of a timeline goes by the run, in the order that it is shown in', async () => {
    const timelines = new TimelineQueries(knex, details);
    const [run] = await runs.getMany(['run_1']);
    const of = (table: string) =>
      indexesOf(table, () => timelines.timeline(run!));

    expect(await of('steps')).toEqual([
      'steps_run_id_step_number_item_index_index',
    ]);
    expect(await of('attempts')).toEqual([named('attempts_pkey')]);
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
