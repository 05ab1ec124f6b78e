import fc from 'fast-check';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  permissionNames,
  RunFilter,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { isSqlite } from '../database/isSqlite';
import { textFits, textOf } from '../search/__testUtils__/textFits';
import { parseQuery } from '../search/parseQuery';
import { RunText } from '../search/RunText';
import { textIndexOf } from '../search/TextIndex';
import { Tombstones } from '../retention/Tombstones';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import {
  filters,
  runCriteria,
  runs as someRuns,
  searches,
  SomeRun,
  SomeWorkflow,
  workflowCriteria,
  workflows as someWorkflows,
} from './__testUtils__/arbitraries';
import { idOf, insertAll } from './__testUtils__/insertAll';
import { AuthorizedRuns } from './AuthorizedRuns';
import { Authorizer, Visibilities } from './Authorizer';
import { isRunVisible, isWorkflowVisible, RunCriteria } from './condition';
import { resourceOf } from './resourceOf';
import { RunCounts } from './RunCounts';
import { RunQueries } from './RunQueries';
import { RunRecord } from './runToWire';

jest.setTimeout(240_000);

const SORTS: RunSort[] = ['-queuedAt', 'status', '-duration', 'duration'];
const BY_STATUS = [
  'waiting_human',
  'paused',
  'canceling',
  'running',
  'queued',
  'failed',
  'canceled',
  'completed',
];

async function insert(
  knex: Knex,
  workflows: SomeWorkflow[],
  runs: SomeRun[],
): Promise<void> {
  await insertAll(knex, workflows, runs);
  const texts = runs
    .map(({ texts: parts }, index) => [idOf(index), textOf(parts)] as const)
    .filter(([, { words }]) => words.length > 0);
  if (texts.length > 0) {
    await knex.transaction(trx => textIndexOf(knex).put(trx, texts));
  }
}

async function clear(knex: Knex): Promise<void> {
  for (const table of [
    'run_tags',
    'run_texts',
    'run_failures',
    'run_live',
    'runs',
    'workflow_owners',
    'workflows',
  ])
    await knex(table).delete();
  if (isSqlite(knex)) await knex('run_words').delete();
}

/** What a row of `runs` does not show. */
type Assigned<R> = R & {
  assignedTo: string | null;
  text: RunText;
  failureGroup: string | null;
};

/** What a filter means, said once more and plainly. */
function fits(
  { assignedTo, text, failureGroup, ...run }: Assigned<RunRecord>,
  filter: RunFilter,
): boolean {
  const has = <T>(wanted: readonly T[] | undefined, held: readonly unknown[]) =>
    !wanted || wanted.some(value => held.includes(value));
  const at = new Date(run.queuedAt).getTime();
  const owners = assignedTo === null ? run.ownerRefs : [assignedTo];
  return (
    has(filter.workflow, [run.workflow.ref]) &&
    has(filter.engine, [run.workflow.engine]) &&
    has(filter.tenant, [run.tenantId]) &&
    has(filter.environment, [run.environment]) &&
    has(filter.version, [run.workflowVersion]) &&
    has(filter.status, [run.status]) &&
    has(filter.tag, run.tags) &&
    has(filter.errorCode, [run.error?.code]) &&
    has(filter.failureGroup, [failureGroup]) &&
    has(filter.hitl, [run.hitl]) &&
    has(filter.sla, [run.sla?.status]) &&
    has(filter.owner, owners) &&
    has(filter.startedBy, [run.startedBy]) &&
    has(filter.businessEventId, [run.businessEventId]) &&
    has(filter.parent, [run.parentRunId]) &&
    (filter.backfill ?? run.backfill) === run.backfill &&
    (filter.needsIntervention ?? run.needsIntervention) ===
      run.needsIntervention &&
    at >= (filter.from ?? 0) &&
    at < (filter.to ?? Infinity) &&
    (filter.q === undefined || textFits(text, parseQuery(filter.q)))
  );
}

/** What an order means, said once more and plainly. */
function inOrder(runs: RunRecord[], sort: RunSort): RunRecord[] {
  const rank = (run: RunRecord) =>
    sort === 'status' ? BY_STATUS.indexOf(run.status) : 0;
  const key = (run: RunRecord) =>
    sort.endsWith('duration') ? run.durationMs! : Date.parse(run.queuedAt);
  const sign = sort === 'duration' ? -1 : 1;
  return runs
    .filter(run => !sort.endsWith('duration') || run.durationMs !== null)
    .sort(
      (a, b) =>
        rank(a) - rank(b) || sign * (key(b) - key(a) || (a.id < b.id ? 1 : -1)),
    );
}

describeOnDatabases('what is visible', createDatabase => {
  let knex: Knex;
  let queries: RunQueries;
  let counts: RunCounts;
  let workflowQueries: WorkflowQueries;
  beforeAll(async () => {
    ({ knex } = await createDatabase());
    queries = createRunQueries(knex);
    counts = new RunCounts(knex);
    workflowQueries = new WorkflowQueries(knex);
  });
  afterEach(() => clear(knex));

  const everyRun = async (given: SomeRun[]): Promise<Assigned<RunRecord>[]> => {
    const rows = await knex('runs').select('id', 'owner_ref').orderBy('id');
    const records = await queries.getMany(rows.map(({ id }) => id));
    return records.map((run, index) => ({
      ...run!,
      assignedTo: rows[index].owner_ref,
      text: textOf(given[index].texts),
      failureGroup: given[index].failureGroup,
    }));
  };
  /** Somebody who may see some runs, and read what some were given. */
  const readerWith = (decided: { read: RunCriteria; readIo: RunCriteria }) => {
    const visibilities: Visibilities = {
      runs: new Map([
        [permissionNames.runRead, decided.read],
        [permissionNames.runReadIo, decided.readIo],
      ]),
      workflows: new Map(),
      basic: new Set(),
    };
    return AuthorizedRuns.create(mockCredentials.user(), {
      authorizer: { visibilities: async () => visibilities } as Pick<
        Authorizer,
        'visibilities'
      > as Authorizer,
      runs: queries,
      counts,
      workflows: workflowQueries,
      capabilities: () => ({
        launch: false,
        actions: [],
        logs: false,
        artifacts: false,
      }),
      businessEvents: () => null,
      tombstones: new Tombstones(knex),
    });
  };
  const pages = async (
    reader: RunQueries,
    filter: RunFilter,
    sort: RunSort,
    limit: number,
    condition: RunCriteria,
  ) => {
    const ids: string[] = [];
    let token: string | undefined;
    do {
      const page = await reader.list({ filter, sort, limit, token }, condition);
      ids.push(...page.items.map(({ id }) => id));
      token = page.nextToken ?? undefined;
    } while (token);
    return ids;
  };

  it('is the same in every list, page, count and facet as of each row', async () => {
    const asked = fc.record({
      condition: runCriteria,
      filter: filters,
      sort: fc.constantFrom(...SORTS),
      limit: fc.integer({ min: 1, max: 25 }),
    });
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          someRuns,
          fc.array(asked, { minLength: 12, maxLength: 12 }),
          async (workflows, runs, lists) => {
            await insert(knex, workflows, runs);
            const all = await everyRun(runs);
            for (const { condition, filter, sort, limit } of lists) {
              const visible = all.filter(run =>
                isRunVisible(resourceOf(run), condition),
              );
              const wanted = visible.filter(run => fits(run, filter));

              expect(
                await pages(queries, filter, sort, limit, condition),
              ).toEqual(inOrder(wanted, sort).map(({ id }) => id));
              const { statuses } = await counts.byStatus(filter, condition);
              expect(statuses.reduce((sum, { count }) => sum + count, 0)).toBe(
                wanted.length,
              );
              const { facets } = await counts.facets(
                ['environment', 'tag'],
                { ...filter, environment: undefined, tag: undefined },
                condition,
              );
              const untagged = visible.filter(run =>
                fits(run, {
                  ...filter,
                  environment: undefined,
                  tag: undefined,
                }),
              );
              expect(facets[0].values.map(({ value }) => value).sort()).toEqual(
                [...new Set(untagged.map(run => run.environment))].sort(),
              );
              expect(facets[1].values.map(({ value }) => value).sort()).toEqual(
                [...new Set(untagged.flatMap(run => run.tags))].sort(),
              );
            }
            for (const run of all) {
              const { condition } = lists[0];
              const found = await queries.get(run.id, condition);
              expect(found !== undefined).toBe(
                isRunVisible(resourceOf(run), condition),
              );
            }
          },
        )
        .afterEach(() => clear(knex)),
      { numRuns: 25, seed: 20261121 },
    );
  });

  it('is not more where a filter implies a status', async () => {
    const [workflows] = fc.sample(someWorkflows, { numRuns: 1, seed: 1 });
    const [[run]] = fc.sample(someRuns, { numRuns: 1, seed: 1 });
    await insert(knex, workflows, [
      { ...run, status: 'paused', needsIntervention: true },
    ]);
    const filter = { needsIntervention: true };
    const ofStatus = async (status: string) => {
      const condition: RunCriteria = { field: 'status', values: [status] };
      const { facets } = await counts.facets(['status'], filter, condition);
      return facets[0].values;
    };

    expect(await ofStatus('running')).toEqual([]);
    expect(await ofStatus('paused')).toEqual([{ value: 'paused', count: 1 }]);
  });

  it('is found however little is looked at for one page', async () => {
    const asked = fc.record({
      condition: runCriteria,
      filter: filters,
      sort: fc.constantFrom(...SORTS),
      limit: fc.integer({ min: 1, max: 5 }),
      budget: fc.record({
        rows: fc.integer({ min: 1, max: 9 }),
        perBranch: fc.integer({ min: 1, max: 3 }),
        found: fc.integer({ min: 0, max: 9 }),
      }),
    });
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          someRuns,
          fc.array(asked, { minLength: 8, maxLength: 8 }),
          async (workflows, runs, lists) => {
            await insert(knex, workflows, runs);
            const all = await everyRun(runs);
            for (const { condition, filter, sort, limit, budget } of lists) {
              const reader = createRunQueries(knex, budget);
              const wanted = all.filter(
                run =>
                  isRunVisible(resourceOf(run), condition) && fits(run, filter),
              );

              expect(
                await pages(reader, filter, sort, limit, condition),
              ).toEqual(inOrder(wanted, sort).map(({ id }) => id));
            }
          },
        )
        .afterEach(() => clear(knex)),
      { numRuns: 20, seed: 20261122 },
    );
  });

  it('is found by a text only where that may be read too, in no page, count or facet', async () => {
    const asked = fc.record({ read: runCriteria, readIo: runCriteria });
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          someRuns,
          fc.array(fc.tuple(asked, searches), { minLength: 8, maxLength: 8 }),
          async (workflows, runs, lists) => {
            await insert(knex, workflows, runs);
            const all = await everyRun(runs);
            for (const [{ read, readIo }, q] of lists) {
              const reader = await readerWith({ read, readIo });
              const wanted = all
                .filter(run => isRunVisible(resourceOf(run), read))
                .filter(run => isRunVisible(resourceOf(run), readIo))
                .filter(run => textFits(run.text, parseQuery(q)));

              const { items } = await reader.listRuns({
                filter: { q },
                limit: 200,
              });
              expect(items.map(({ id }) => id)).toEqual(
                inOrder(wanted, '-queuedAt').map(({ id }) => id),
              );
              const { statuses } = await reader.countRuns({ q });
              expect(statuses.reduce((sum, { count }) => sum + count, 0)).toBe(
                wanted.length,
              );
              const { facets } = await reader.listFacets(['environment'], {
                q,
              });
              expect(facets[0].values.map(({ value }) => value).sort()).toEqual(
                [...new Set(wanted.map(run => run.environment))].sort(),
              );
            }
          },
        )
        .afterEach(() => clear(knex)),
      { numRuns: 15, seed: 20261128 },
    );
  });

  it('of workflows is the same in a list as of each', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          fc.array(workflowCriteria, { minLength: 8, maxLength: 8 }),
          async (workflows, conditions) => {
            await insert(knex, workflows, []);
            const all = await workflowQueries.list({}, 'all');
            for (const condition of conditions) {
              const found = await workflowQueries.list({}, condition);

              expect(found.map(({ ref }) => ref)).toEqual(
                all
                  .filter(workflow => isWorkflowVisible(workflow, condition))
                  .map(({ ref }) => ref),
              );
            }
          },
        )
        .afterEach(() => clear(knex)),
      { numRuns: 15, seed: 20261121 },
    );
  });
});
