import fc from 'fast-check';
import { Knex } from 'knex';
import { partClassSchema } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertWorkflow } from '../__testUtils__/rows';
import { KeptRow, KeptWorld, PARTS } from './__testUtils__/KeptWorld';

jest.setTimeout(240_000);

const TENANTS = ['default', 'acme'];
const WORKFLOWS = ['wfl_1', 'wfl_2'];
const CLASSES = [...partClassSchema.options, 'runs'] as const;
type Class = (typeof CLASSES)[number];
/** What holds where nobody says anything else. */
const DEFAULTS: Record<Class, number> = {
  logs: 30,
  io: 90,
  artifacts: 90,
  sealed: 30,
  runs: 365,
};

interface DrawnPolicy {
  tenantId: string | null;
  workflow: string | null;
  status: 'completed' | 'failed' | 'canceled' | null;
  days: Partial<Record<Class, number>>;
}

const age = fc.constantFrom(1, 5, 20, 29, 30, 31, 89, 90, 200, 364, 365, 900);
const policies: fc.Arbitrary<DrawnPolicy[]> = fc.uniqueArray(
  fc.record({
    tenantId: fc.constantFrom(null, ...TENANTS),
    workflow: fc.constantFrom(null, 'embedded/orders', 'embedded/bills'),
    status: fc.constantFrom(null, 'completed' as const, 'failed' as const),
    days: fc
      .record(Object.fromEntries(CLASSES.map(name => [name, age])), {
        requiredKeys: [],
      })
      .filter(days => Object.keys(days).length > 0),
  }) as fc.Arbitrary<DrawnPolicy>,
  {
    maxLength: 4,
    selector: ({ tenantId, workflow, status }) =>
      JSON.stringify([tenantId, workflow, status]),
  },
);
const runs: fc.Arbitrary<Omit<KeptRow, 'id'>[]> = fc.array(
  fc.record({
    endedDaysAgo: age,
    status: fc.constantFrom('completed', 'failed', 'canceled'),
    tenantId: fc.constantFrom(...TENANTS),
    workflowId: fc.constantFrom(...WORKFLOWS),
    tags: fc.constantFrom([], ['legal-hold'], ['hold']),
    needsIntervention: fc.constantFrom(false, false, false, true),
  }) as fc.Arbitrary<Omit<KeptRow, 'id'>>,
  { minLength: 1, maxLength: 8 },
);

/** The most particular policy that says something, found by asking in order. */
function daysOf(run: Omit<KeptRow, 'id'>, all: DrawnPolicy[], name: Class) {
  const workflow = run.workflowId === 'wfl_1' ? 'orders' : 'bills';
  for (const w of [`embedded/${workflow}`, null]) {
    for (const t of [run.tenantId, null]) {
      for (const s of [run.status, null]) {
        const found = all.find(
          each =>
            each.workflow === w &&
            each.tenantId === t &&
            each.status === s &&
            each.days[name] !== undefined,
        );
        if (found) return found.days[name]!;
      }
    }
  }
  if (name === 'sealed' && run.status === 'failed') return 90;
  return DEFAULTS[name];
}

describeOnDatabases('whatever runs and policies there are', createDatabase => {
  let knex: Knex;
  let world: KeptWorld;
  beforeAll(async () => {
    ({ knex } = await createDatabase());
    world = new KeptWorld(knex);
    await insertWorkflow(knex, { id: 'wfl_1', name: 'orders' });
    await insertWorkflow(knex, { id: 'wfl_2', name: 'bills' });
    await knex('statistics_buckets').insert({
      series_id: 1,
      span: 0,
      at: 1,
      tally: Buffer.from('x'),
    });
  });

  it('what is to go is gone, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(policies, runs, async (drawn, drawnRuns) => {
        await world.clear();
        const rows = drawnRuns.map((run, i) => ({ ...run, id: `run_${i}` }));
        await world.insert(rows);
        const { desk, runner } = world.backend('a', { policies: drawn });
        const { id } = await desk.start(null);
        await runner.look();

        const stays = (name: Class) =>
          rows
            .filter(run => {
              const isHeld =
                run.needsIntervention || run.tags?.includes('legal-hold');
              const isOver = (each: Class) =>
                run.endedDaysAgo! >= daysOf(run, drawn, each);
              return isHeld || !(isOver(name) || isOver('runs'));
            })
            .map(run => run.id);
        const wanted = Object.fromEntries(
          CLASSES.flatMap(name =>
            PARTS[name].map(table => [table, stays(name)]),
          ),
        );
        expect(await world.rows()).toEqual(wanted);
        expect(await desk.job(id)).toMatchObject({ status: 'completed' });
        expect(await knex('statistics_buckets')).toHaveLength(1);
        const [counted] = await knex('failure_group_environments').select(
          'seen',
        );
        expect(counted?.seen ?? 0).toBe(stays('runs').length);
        const gone = await knex('purged_runs').where({ has_rest: false });
        expect(gone).toHaveLength(rows.length - stays('runs').length);
      }),
      { numRuns: 25 },
    );
  });
});
