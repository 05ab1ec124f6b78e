import fc from 'fast-check';
import { Knex } from 'knex';
import {
  Slo,
  slosSchema,
  workflowSlosDetailSchema,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  runCriteria,
  SomeWorkflow,
} from '../queries/__testUtils__/arbitraries';
import { isRunVisible, RunCriteria, Visibility } from '../queries/condition';
import {
  Counted,
  insertCounted,
} from '../statistics/__testUtils__/insertCounted';
import { NOW, SomeRun, SomeRuns } from '../statistics/__testUtils__/SomeRuns';
import { burnRate, LATELY } from './burn';
import { SloRule } from './config';
import { SloQueries } from './SloQueries';
import { timesOf } from './times';

jest.setTimeout(600_000);

const SEED = 20_261_129;
const sizes = { sqlite: 6_000, postgres: 2_000 };
/** Shares of durations near the target may be told wrong. */
const NEAR = 0.01;

const RULES: SloRule[] = [
  { workflow: '*', successRate: 0.9, p95Duration: '10m', window: '2w' },
  { workflow: '*', environment: 'prod', successRate: 0.99, window: '30d' },
];

describeOnDatabases('objectives', (createDatabase, isPostgres) => {
  let knex: Knex;
  let queries: SloQueries;
  let workflows: SomeWorkflow[];
  let runs: SomeRun[];
  let resourceOf: Counted['resourceOf'];
  const maker = new SomeRuns(5, SEED);

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    queries = new SloQueries({
      knex,
      rules: RULES,
      now: () => NOW,
      maxScanned: Infinity,
    });
    const size = isPostgres ? sizes.postgres : sizes.sqlite;
    ({ workflows, runs, resourceOf } = await insertCounted(knex, {
      maker,
      seed: SEED,
      size,
    }));
    // One of them says for itself what is expected, and looks at a day.
    await knex('workflows')
      .where({ id: `wfl_${workflows[0].ref}` })
      .update({ slo_annotated: 'p95-duration=1s500ms; window=1d' });
  });

  /** What runs come to, by looking at every one of them; how many are too near to be told. */
  const naively = (
    { objective, environment, durationMs }: Slo,
    ref: string,
    visibility: Visibility,
    from: number,
    to: number,
  ) => {
    const judged = runs.filter(
      run =>
        workflows[run.workflow].ref === ref &&
        !run.backfill &&
        (environment === null || run.environment === environment) &&
        run.endedAt >= from &&
        run.endedAt < to &&
        isRunVisible(resourceOf(run), visibility),
    );
    const having = (test: (run: SomeRun) => boolean) =>
      judged.filter(test).length;
    const completed = having(({ status }) => status === 'completed');
    const failed = having(({ status }) => status === 'failed');
    if (objective === 'success_rate') {
      return { runs: completed + failed, bad: failed, near: 0 };
    }
    const isCompleted = ({ status }: SomeRun) => status === 'completed';
    return {
      runs: completed,
      bad: having(run => isCompleted(run) && run.durationMs > durationMs!),
      near: having(
        run =>
          isCompleted(run) &&
          Math.abs(run.durationMs - durationMs!) <= NEAR * 1.01 * durationMs!,
      ),
    };
  };
  const compare = (told: Slo, ref: string, visibility: Visibility) => {
    const { from, to } = timesOf(NOW, told.windowDays);
    const whole = naively(told, ref, visibility, from, to);
    expect(told.runs).toBe(whole.runs);
    const bad = told.runs - told.good;
    expect(Math.abs(bad - whole.bad)).toBeLessThanOrEqual(whole.near);
    expect(told.budget.used).toBe(bad);
    expect(told.budget.left).toBeCloseTo(
      told.runs * (1 - told.target) - bad,
      6,
    );
    for (const { window, rate, ...of } of told.burn) {
      const since = Math.floor((NOW - LATELY[window]) / 900_000) * 900_000;
      const wanted = naively(told, ref, visibility, since, to);
      expect(of.runs).toBe(wanted.runs);
      expect(Math.abs(of.bad - wanted.bad)).toBeLessThanOrEqual(wanted.near);
      expect(rate).toBe(burnRate(of, told.target));
    }
    expect(told.severity === null).toBe(told.runs < 20);
    expect(told.capped).toBe(false);
  };

  const checkAll = async (visibility: Visibility, environment?: string[]) => {
    const told = await queries.list(
      { environment },
      { workflows: 'all', runs: visibility },
    );
    expect(slosSchema.parse(told)).toEqual(told);
    expect(told.items).toHaveLength(workflows.length);
    expect(told.coverage.exact).toBe(true);
    for (const { workflow, slos } of told.items) {
      for (const slo of slos) compare(slo, workflow.ref, visibility);
    }
    return told;
  };

  it('are those of all runs that count', async () => {
    const { items, coverage } = await checkAll('all');

    expect(coverage.scannedRuns).toBe(0);
    expect(items.flatMap(({ slos }) => slos).length).toBe(
      // The first one has a p95 of its own, and the others of all; every one has prod beside all.
      3 * workflows.length,
    );
    await checkAll('all', ['prod', 'stage']);
  });

  it('are those of the runs that may be seen, and of no other', async () => {
    const conditions = fc.sample(runCriteria, {
      numRuns: 25,
      seed: SEED,
    }) as RunCriteria[];
    let scanned = 0;
    for (const condition of conditions) {
      const { coverage } = await checkAll(condition);
      scanned += coverage.scannedRuns;
    }
    // Some of them depend on the run.
    expect(scanned).toBeGreaterThan(0);
  });

  it('of one workflow are the same, and its days add up to them', async () => {
    for (const timeZone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
      for (const { ref } of workflows) {
        const told = await queries.detail(
          { id: `wfl_${ref}`, ref },
          { timeZone },
          'all',
        );
        expect(workflowSlosDetailSchema.parse(told)).toEqual(told);
        for (const slo of told.slos) {
          compare(slo, ref, 'all');
          const { from, to } = timesOf(NOW, slo.windowDays);
          expect(Date.parse(slo.series[0].from)).toBe(from);
          expect(Date.parse(slo.series.at(-1)!.to)).toBe(to);
          for (const day of slo.series) {
            const [begin, end] = [Date.parse(day.from), Date.parse(day.to)];
            const wanted = naively(slo, ref, 'all', begin, end);
            expect(day.runs).toBe(wanted.runs);
          }
          const sum = slo.series.reduce((all, { bad }) => all + bad, 0);
          expect(sum).toBe(slo.budget.used);
          expect(slo.series.at(-1)!.leftShare).toBeCloseTo(
            slo.budget.leftShare!,
            6,
          );
        }
      }
    }
  });

  it('say what was not looked at, and tell no more than was', async () => {
    const visibility = {
      resourceType: 'run',
      rule: 'TAGGED',
      field: 'tag',
      values: ['x'],
    } as unknown as RunCriteria;
    const few = new SloQueries({
      ...{ knex, rules: RULES, now: () => NOW },
      maxScanned: 300,
    });
    const sight = { workflows: 'all', runs: visibility } as const;
    const told = await few.list({}, sight);
    const all = await queries.list({}, sight);

    expect(told.coverage.exact).toBe(false);
    const slos = told.items.flatMap(item => item.slos);
    expect(slos.some(({ capped }) => capped)).toBe(true);
    const runsOf = (of: typeof told) =>
      of.items.flatMap(item => item.slos).reduce((sum, s) => sum + s.runs, 0);
    expect(runsOf(told)).toBeGreaterThan(0);
    expect(runsOf(told)).toBeLessThan(runsOf(all));
  });
});
