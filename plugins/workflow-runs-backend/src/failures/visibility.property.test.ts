import fc from 'fast-check';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import {
  runCriteria,
  runs as someRuns,
  SomeRun,
  SomeWorkflow,
  workflows as someWorkflows,
} from '../queries/__testUtils__/arbitraries';
import { idOf, insertAll } from '../queries/__testUtils__/insertAll';
import { isRunVisible, RunCriteria, Visibility } from '../queries/condition';
import { resourceOf } from '../queries/resourceOf';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { Failure } from './factsOf';
import { FailureQueries } from './FailureQueries';
import { writeFailures } from './writeFailures';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;
const NOW = 20 * DAY_MS;
const MESSAGES = ['Order 1 failed', 'Order 2 failed', 'No bank'];
const PATTERNS = new Map([
  [MESSAGES[0], 'order <n> failed'],
  [MESSAGES[1], 'order <n> failed'],
  [MESSAGES[2], 'no bank'],
]);

/** Each run has failed, and those that are not failed now went on since. */
function failureOf(
  run: SomeRun,
  index: number,
  workflows: SomeWorkflow[],
): Failure {
  const { ref, tenant } = workflows[run.workflow];
  return {
    type: 'failed',
    runId: idOf(index),
    generation: 0,
    tenantId: tenant,
    workflowId: `wfl_${ref}`,
    environment: run.environment,
    stepKey: 'charge',
    errorCategory: 'bug',
    errorCode: null,
    message: MESSAGES[index % MESSAGES.length],
    at: run.orderedAt + (index % 7) * DAY_MS,
  };
}

describeOnDatabases('groups of failures', createDatabase => {
  let knex: Knex;
  let queries: RunQueries;
  let failures: FailureQueries;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    queries = createRunQueries(knex);
    failures = new FailureQueries(knex, () => NOW);
  });

  const clear = async () => {
    for (const table of [
      ...['failure_groups', 'failure_group_environments', 'failure_days'],
      ...['failure_episodes', 'run_failures', 'run_tags', 'run_live', 'runs'],
      ...['workflow_owners', 'workflows'],
    ])
      await knex(table).delete();
  };

  const insert = async (workflows: SomeWorkflow[], runs: SomeRun[]) => {
    await insertAll(
      knex,
      workflows,
      runs.map(run => ({ ...run, failureGroup: null })),
    );
    const told = runs.map((run, index) => failureOf(run, index, workflows));
    for (const { runId, message } of told) {
      await knex('runs')
        .where({ id: runId })
        .update({ error_message: message });
    }
    const rows = await knex('runs');
    const byId = new Map(rows.map(row => [row.id, row]));
    await knex.transaction(trx => writeFailures(trx, told, byId));
    return told;
  };

  interface Seen {
    runs: RunRecord[];
    told: Failure[];
  }
  /** Groups that a reader sees, with their runs: said once more and plainly. */
  const naively = (
    all: RunRecord[],
    told: Failure[],
    visibility: Visibility,
    environment?: string,
  ) => {
    const groups = new Map<string, Seen>();
    for (const [index, run] of all.entries()) {
      if (!isRunVisible(resourceOf(run), visibility)) continue;
      if (environment && run.environment !== environment) continue;
      const key = `${run.workflow.ref} ${PATTERNS.get(told[index].message)}`;
      const seen = groups.get(key) ?? { runs: [], told: [] };
      seen.runs.push(run);
      seen.told.push(told[index]);
      groups.set(key, seen);
    }
    return groups;
  };

  const everyPage = async (
    visibility: Visibility,
    environment: string | undefined,
    limit: number,
  ) => {
    const items = [];
    let after: string | undefined;
    do {
      const page = await failures.list(
        {
          filter: environment ? { environment: [environment] } : {},
          limit,
          after,
        },
        visibility,
      );
      items.push(...page.items);
      after = page.nextAfter ?? undefined;
    } while (after);
    return items;
  };

  const expectSameAlone = async (
    id: string,
    condition: Visibility,
    seen: Seen,
    environment: string | undefined,
  ) => {
    if (environment) return;
    const group = (await failures.get(id, condition))!;
    const samples = await failures.samples(group, condition);
    const episodes = await failures.episodes(group, condition);
    expect(group.visible.seen.count).toBe(seen.runs.length);
    expect(samples.map(({ runId }) => runId)).toEqual(
      expect.arrayContaining(
        seen.runs.length <= 10 ? seen.runs.map(run => run.id) : [],
      ),
    );
    for (const { environment: place } of episodes)
      expect(group.visible.environments).toContain(place);
  };

  it('tell of visible runs alone: how many, when, where, and what they said', async () => {
    const asked = fc.record({
      condition: fc.oneof(
        { weight: 4, arbitrary: runCriteria },
        { weight: 1, arbitrary: fc.constant('all' as unknown as RunCriteria) },
      ),
      environment: fc.constantFrom(undefined, 'prod', 'stage'),
      limit: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          someRuns,
          fc.array(asked, { minLength: 8, maxLength: 8 }),
          async (workflows, runs, lists) => {
            const told = await insert(workflows, runs);
            const all = (
              await queries.getMany(runs.map((_, i) => idOf(i)))
            ).map(run => run!);
            for (const { condition, environment, limit } of lists) {
              const wanted = naively(all, told, condition, environment);
              const groups = await everyPage(condition, environment, limit);

              expect(
                groups
                  .map(group => `${group.workflow.ref} ${group.pattern}`)
                  .sort(),
              ).toEqual([...wanted.keys()].sort());
              for (const group of groups) {
                const { visible } = group;
                const seen = wanted.get(
                  `${group.workflow.ref} ${group.pattern}`,
                )!;
                const times = seen.told.map(({ at }) => at);
                const isFailed = seen.runs.filter(
                  ({ status }) => status === 'failed',
                );
                const { count } = visible.seen;
                expect({ count, ...visible }).toMatchObject({
                  count: seen.runs.length,
                  seen: { isMore: false },
                  failed: { count: isFailed.length, isMore: false },
                  firstSeen: Math.min(...times),
                  lastSeen: Math.max(...times),
                  environments: [
                    ...new Set(seen.runs.map(run => run.environment)),
                  ].sort(),
                });
                expect(
                  visible.days.reduce((sum, day) => sum + day.runs, 0),
                ).toBe(seen.runs.length);
                // Where the latest went on since, what it said may not be known any more.
                const said = [null, ...seen.told.map(({ message }) => message)];
                expect(said).toContain(visible.message);
                await expectSameAlone(group.id, condition, seen, environment);
              }
            }
          },
        )
        .afterEach(clear),
      { numRuns: 20, seed: 20261128 },
    );
  });

  it('are at least so many, where only the latest runs were looked at', async () => {
    const [workflows] = fc.sample(someWorkflows, { numRuns: 1, seed: 1 });
    const [[run]] = fc.sample(someRuns, { numRuns: 1, seed: 1 });
    const many = Array.from({ length: 600 }, (_, index) => ({
      ...run,
      orderedAt: index,
      status: 'failed' as const,
      startedBy: index < 300 ? 'user:default/early' : 'user:default/late',
    }));
    await insertAll(
      knex,
      workflows,
      many.map(each => ({ ...each, failureGroup: null })),
    );
    const told = many.map((each, index) => ({
      ...failureOf(each, index, workflows),
      message: 'No bank',
      at: index,
    }));
    const rows = await knex('runs');
    await knex.transaction(trx =>
      writeFailures(trx, told, new Map(rows.map(row => [row.id, row]))),
    );
    const seenBy = async (name: string) => {
      const { items } = await failures.list(
        { filter: {}, limit: 10 },
        { field: 'startedBy', values: [`user:default/${name}`] },
      );
      return items.map(({ visible }) => visible.seen);
    };

    expect(await seenBy('late')).toEqual([{ count: 300, isMore: true }]);
    expect(await seenBy('early')).toEqual([{ count: 200, isMore: true }]);
    const all = await failures.list({ filter: {}, limit: 10 }, 'all');
    expect(all.items[0].visible.seen).toEqual({ count: 600, isMore: false });
    await clear();
  });
});
