import fc from 'fast-check';
import { Knex } from 'knex';
import {
  BulkAction,
  BulkParams,
  permissionNames,
  bulkPreviewRequestSchema,
  permissionOfAction,
  RunFilter,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { plainRedaction } from '../__testUtils__/testPrivacy';
import {
  filters,
  runCriteria,
  runs as someRuns,
  SomeRun,
  SomeWorkflow,
  workflows as someWorkflows,
} from '../queries/__testUtils__/arbitraries';
import { idOf, insertAll } from '../queries/__testUtils__/insertAll';
import { Recorder } from '../recorder/Recorder';
import { Remarks } from '../remarks/Remarks';
import { createOperations } from '../runs/operations';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { BulkWorld } from './__testUtils__/BulkWorld';
import { NOT_THERE } from './BulkJudge';

jest.setTimeout(240_000);

/** Those that ask something of the run itself; to launch one again takes one that was launched. */
const ACTIONS: BulkAction[] = [
  'pause',
  'resume',
  'cancel',
  'retry',
  'resolve',
  'tag',
  'assign',
];
/** What each of them says besides. */
const PARAMS: Partial<Record<BulkAction, BulkParams>> = {
  resolve: { note: 'seen to' },
  tag: { add: ['seen'], remove: ['x'] },
  assign: { owner: 'group:default/a' },
};

const TABLES = [
  'actions',
  'engine_runs',
  'run_events',
  'run_states',
  'run_tags',
  'run_failures',
  'run_live',
  'runs',
  'workflow_owners',
  'workflows',
];

async function insert(
  knex: Knex,
  workflows: SomeWorkflow[],
  runs: SomeRun[],
): Promise<void> {
  await insertAll(knex, workflows, runs);
  await knex('runs').update({ definition_hash: 'hash' });
}

/** A job of which nothing could be done is not started. */
function nothingToDo(error: Error): undefined {
  if (error.name !== 'ConflictError') throw error;
}

describeOnDatabases('a preview', createDatabase => {
  let knex: Knex;
  let world: BulkWorld;

  beforeAll(async () => {
    const { knex: created, lane } = await createDatabase();
    knex = created;
    // Nobody answers what is asked, so no answer is waited for.
    let clock = 1_000;
    const now = () => {
      clock += 10_000;
      return clock;
    };
    const workflows = new WorkflowQueries(knex);
    const recorder = new Recorder({
      database: lane,
      redaction: plainRedaction(),
      now,
    });
    const { desk, service } = createOperations({
      knex,
      recorder,
      workflows,
      definitions: new DefinitionStore(knex),
      sealer: new Sealer([{ id: 'test', secret: 'a secret of the tests' }]),
      now,
      notify: () => {},
      reserve: () => undefined,
    });
    const runs = createRunQueries(knex);
    const remarks = new Remarks({ knex, recorder, now });
    const parts = { knex, runs, workflows, desk, service, remarks };
    world = new BulkWorld(parts);
  });
  const clear = async () => {
    for (const table of TABLES) await knex(table).delete();
  };

  const rights = fc.oneof(
    { weight: 3, arbitrary: fc.constant('all' as const) },
    { weight: 2, arbitrary: runCriteria },
  );
  /** Either ids, of which the last few are ids of no run, or a filter. */
  const choices = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.array(fc.nat(), { minLength: 20, maxLength: 40 }),
    },
    {
      weight: 1,
      arbitrary: filters.filter(filter => Object.keys(filter).length > 0),
    },
  );
  const chosen = (choice: number[] | RunFilter, runs: SomeRun[]) =>
    Array.isArray(choice)
      ? { runIds: [...new Set(choice.map(n => idOf(n % (runs.length + 3))))] }
      : { filter: toFilterQuery(choice) };

  it('says what the job then does, whatever the caller may and the runs are', async () => {
    let jobs = 0;
    await fc.assert(
      fc
        .asyncProperty(
          someWorkflows,
          someRuns,
          fc.array(
            fc.record({
              action: fc.constantFrom(...ACTIONS),
              choice: choices,
              mayRead: rights,
              mayAct: fc.oneof(
                { weight: 1, arbitrary: fc.constant('none' as const) },
                { weight: 5, arbitrary: rights },
              ),
            }),
            { minLength: 6, maxLength: 6 },
          ),
          async (workflows, runs, asked) => {
            await insert(knex, workflows, runs);
            for (const { action, choice, mayRead, mayAct } of asked) {
              const reader = await world.reader({
                [permissionNames.runRead]: mayRead,
                [permissionOfAction[action]]: mayAct,
              });
              const request = {
                action,
                ...chosen(choice, runs),
                params: PARAMS[action] ?? {},
              };
              const preview = await world.jobs.preview(
                reader,
                bulkPreviewRequestSchema.parse(request),
              );
              const seen = await world
                .start(request, { reader })
                .catch(nothingToDo);
              expect(seen === undefined).toBe(preview.allowed === 0);
              if (!seen) continue;
              await world.work(world.backend());
              const { status, counts } = await world.job(seen.id);

              const refused = preview.refused.map(({ count }) => count);
              expect(status).toBe('completed');
              expect(counts).toEqual({
                total: preview.total,
                done: preview.allowed,
                refused: refused.reduce((sum, count) => sum + count, 0),
                pending: 0,
                failed: 0,
                canceled: 0,
              });
              const outcomes = await world.outcomes(seen.id);
              for (const { reason, count, sampleRunIds } of preview.refused) {
                const alike = Object.entries(outcomes).filter(
                  ([, outcome]) => outcome === `refused: ${reason}`,
                );
                expect(alike).toHaveLength(count);
                expect(alike.map(([runId]) => runId)).toEqual(
                  expect.arrayContaining(sampleRunIds),
                );
                const named = reason === NOT_THERE ? 0 : Math.min(count, 5);
                expect(sampleRunIds).toHaveLength(named);
              }
              for (const { id } of preview.sample)
                expect(outcomes[id]).toBe('done');
              // What was asked is where each run's trail is, and nowhere else.
              const acted = await knex('actions')
                .where('idempotency_key', 'like', `bulk:${seen.id}:%`)
                .pluck('run_id');
              expect(acted.sort()).toEqual(
                Object.keys(outcomes)
                  .filter(runId => outcomes[runId] === 'done')
                  .sort(),
              );
              jobs += counts.done;
            }
          },
        )
        .afterEach(clear),
      { numRuns: 15, seed: 20261128 },
    );
    // The property is about something.
    expect(jobs).toBeGreaterThan(50);
  });
});
