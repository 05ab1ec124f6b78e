import { Knex } from 'knex';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { RunQueries } from '../queries/RunQueries';
import { askedPartOf, fitsFilter } from './fitsFilter';

jest.setTimeout(60_000);

const pick = <T>(values: T[], index: number): T =>
  values[index % values.length];

/** What is evaluated in memory has to come out as the list of the same filter does. */
describeOnDatabases('a filter of a live list', createDatabase => {
  let knex: Knex;
  let runs: RunQueries;
  const ids = Array.from({ length: 48 }, (_, i) => `run_${i}`);

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    runs = createRunQueries(knex);
    await insertWorkflow(knex, {
      id: 'wfl_1',
      name: 'a',
      owners: ['group:default/x', 'group:default/y'],
      entityRef: 'component:default/a',
      tenantId: 'acme',
    });
    await insertWorkflow(knex, { id: 'wfl_2', name: 'b', engine: 'airflow' });
    await insertRuns(
      knex,
      ids.map((id, i) => ({
        id,
        workflowId: pick(['wfl_1', 'wfl_2'], i),
        tenantId: pick(['acme', 'default'], i),
        orderedAt: 1_000 * i,
        status: pick(['completed', 'failed', 'running'], i),
        environment: pick(['prod', 'test', 'stage', 'prod', 'dev'], i),
        version: pick(['1', '2'], i + 1),
        tags: pick([[], ['red'], ['red', 'blue'], ['größe']], i),
        startedBy: pick([null, 'user:default/a', 'user:default/b'], i),
        owner: pick([null, 'group:default/x', 'user:default/z'], i),
        errorCode: pick([null, 'E1', 'E2'], i),
        hitl: pick([null, 'approved'], i),
        sla: pick([null, 'met', 'breached'], i + 1),
        businessEventId: pick([null, 'order-1'], i),
        backfill: i % 5 === 0,
        needsIntervention: i % 3 === 2 && i % 4 === 0,
        parent: pick([null, 'run_1'], i),
        failureGroup: i % 3 === 1 ? 'fgr_1' : null,
      })),
    );
  });

  const filters: RunFilter[] = [
    {},
    { workflow: ['embedded/a'] },
    { workflow: ['embedded/a', 'airflow/b', 'nonsense'] },
    { engine: ['airflow'], status: ['failed', 'running'] },
    { entity: ['component:default/a'] },
    { tenant: ['acme'] },
    { environment: ['prod', 'dev'], version: ['2'] },
    { from: 5_000, to: 20_000 },
    { tag: ['blue', 'größe'] },
    { tagPattern: '^r' },
    { tag: ['blue', 'größe'], tagPattern: 'lu|ß' },
    { errorCode: ['E1'] },
    { errorCategory: ['external_api'] },
    { hitl: ['approved'] },
    { sla: ['breached'] },
    { startedBy: ['user:default/a'] },
    { priority: ['high'] },
    { priority: ['normal'], triggerType: ['manual'] },
    { businessEventId: ['order-1'] },
    { backfill: true },
    { backfill: false, needsIntervention: false },
    { needsIntervention: true },
    { parent: ['run_1'] },
    { origin: ['run_1'] },
    { owner: ['group:default/y'] },
    { owner: ['group:default/x', 'user:default/z'], status: ['failed'] },
    { failureGroup: ['fgr_1'], environment: ['prod'] },
  ];

  it.each(filters)('%j finds what the list finds', async filter => {
    const { items } = await runs.list({ filter, limit: 200 }, 'all');
    const all = (await runs.getMany(ids)).filter(run => run !== undefined);
    const asked = askedPartOf(filter);
    const answer = asked && new Set(await runs.fitting(ids, asked));
    const fits = fitsFilter(filter);
    const found = all.filter(
      run => fits(run) && (!answer || answer.has(run.id)),
    );

    expect(found.map(({ id }) => id).sort()).toEqual(
      items.map(({ id }) => id).sort(),
    );
  });

  it('that names a pattern which is none is refused', () => {
    expect(() => fitsFilter({ tagPattern: '(' })).toThrow(
      'no regular expression',
    );
  });
});
