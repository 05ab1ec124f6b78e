import fc from 'fast-check';
import { Knex } from 'knex';
import {
  Statistics,
  StatisticsQuery,
  statisticsSchema,
} from 'backstage-plugin-workflow-runs-common';
import { RunResource } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import {
  runCriteria,
  SomeWorkflow,
  workflows as someWorkflows,
} from '../queries/__testUtils__/arbitraries';
import { insertWorkflows } from '../queries/__testUtils__/insertAll';
import { isRunVisible, RunCriteria, Visibility } from '../queries/condition';
import { LogEvent } from '../readers/LogEvent';
import { expectAlike } from './__testUtils__/expectAlike';
import {
  figuresOf,
  queueOf,
  queuesOfRun,
  recoveriesOf,
  stepOf,
} from './__testUtils__/naively';
import { DAY_MS, NOW, SomeRun, SomeRuns } from './__testUtils__/SomeRuns';
import { removeRuns, writeRuns } from './__testUtils__/writeRuns';
import { sightOf } from './sightOf';
import { StatisticsQueries } from './StatisticsQueries';
import { StatisticsReader } from './StatisticsReader';
import { windowOf } from './window';

jest.setTimeout(600_000);

const SEED = 20_261_128;
const ZONES = [
  ...['UTC', 'UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Berlin'],
  ...['America/New_York', 'Australia/Lord_Howe', 'America/St_Johns'],
];
/** PostgreSQL is asked for the same in a smaller world. */
const sizes = { sqlite: 8_000, postgres: 2_000 };

describeOnDatabases('statistics', (createDatabase, isPostgres) => {
  const size = isPostgres ? sizes.postgres : sizes.sqlite;
  let knex: Knex;
  let reader: StatisticsReader;
  let queries: StatisticsQueries;
  let workflows: SomeWorkflow[];
  let places: { id: string; tenant: string }[];
  const maker = new SomeRuns(5, SEED);
  /** What is counted: runs as they are now, or were when they were removed. */
  const counted = new Map<string, SomeRun>();
  const removed = new Set<string>();

  /** It has been written, and the backend dies before it commits. */
  const crash = async (write: (trx: Knex.Transaction) => Promise<void>) => {
    const killed = knex.transaction(async trx => {
      await write(trx);
      throw new Error('Killed');
    });
    await expect(killed).rejects.toThrow('Killed');
  };
  /** Tells the reader of runs, in whichever order and more than once; some of it is lost, and told again. */
  const tell = async (runs: readonly SomeRun[]) => {
    const events = runs
      .flatMap(run => (maker.isSo(0.2) ? [run, run] : [run]))
      .map(({ id }) => ({ runId: id, type: 'run.completed' } as LogEvent))
      .sort(() => maker.chooseIndex(3) - 1);
    for (let from = 0; from < events.length; from += 200) {
      for await (const write of reader.handle(events.slice(from, from + 200))) {
        if (maker.isSo(0.02)) await crash(write);
        await knex.transaction(trx => write(trx));
      }
    }
  };
  const write = async (runs: readonly SomeRun[]) => {
    await writeRuns(knex, runs, places);
    for (const run of runs) counted.set(run.id, run);
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    reader = new StatisticsReader(knex);
    queries = new StatisticsQueries(knex, () => NOW, Infinity);
    [workflows] = fc.sample(someWorkflows, { numRuns: 1, seed: SEED });
    await insertWorkflows(knex, workflows);
    places = workflows.map(({ ref, tenant }) => ({ id: `wfl_${ref}`, tenant }));

    const runs = Array.from({ length: size }, () => maker.next());
    await write(runs);
    await tell(runs);
    // Some end otherwise, or once more; some go on again.
    for (let round = 0; round < 3; round++) {
      const changed = runs
        .filter(() => maker.isSo(0.05))
        .map(run => ({ ...run, ...maker.fate() }));
      await write(changed);
      await tell(changed);
    }
    // Some are removed, of which something is heard nevertheless.
    const gone = runs.filter(() => maker.isSo(0.02));
    await removeRuns(
      knex,
      gone.map(({ id }) => id),
    );
    for (const { id } of gone) removed.add(id);
    await tell(gone);
  });

  const refOf = (run: SomeRun) => workflows[run.workflow].ref;
  const resourceOf = (run: SomeRun): RunResource => {
    const { ref, tenant, owners } = workflows[run.workflow];
    const { status, environment, tags, startedBy } = run;
    return {
      workflow: {
        ref,
        engine: ref.split('/')[0],
        tenantId: tenant,
        ownerRefs: owners,
      },
      status,
      environment,
      tags,
      startedBy,
    };
  };
  const fits = (run: SomeRun, query: Partial<StatisticsQuery>): boolean => {
    const { ref, tenant, owners } = workflows[run.workflow];
    const has = (wanted: string[] | undefined, ...held: string[]) =>
      !wanted || held.some(value => wanted.includes(value));
    return (
      has(query.workflow, ref) &&
      has(query.engine, ref.split('/')[0]) &&
      has(query.tenant, tenant) &&
      has(query.owner, ...owners) &&
      has(query.environment, run.environment) &&
      has(query.version, run.version) &&
      (query.backfill ?? run.backfill) === run.backfill
    );
  };
  /** It says something of each run, and not of all of a workflow and an environment. */
  const isOfRuns = (visibility: Visibility) =>
    /"(startedBy|tag|status)"/.test(JSON.stringify(visibility));

  const anyQuery = (): StatisticsQuery => {
    const some = (...values: string[]) =>
      maker.isSo(0.8) ? undefined : values.filter(() => maker.isSo(0.6));
    const to = maker.isSo(0.3)
      ? undefined
      : NOW - maker.chooseIndex(20 * DAY_MS);
    const days = maker.choose(0.1, 1, 1.9, 7, 30);
    return {
      workflow: some('embedded/a', 'other/a/b', 'nonsense'),
      engine: some('embedded', 'other'),
      owner: some('group:default/a', 'user:default/c'),
      tenant: some('default', 'acme'),
      environment: some('prod', 'stage'),
      version: some('1', '2'),
      backfill: maker.choose(undefined, undefined, undefined, true, false),
      to,
      from: Math.floor((to ?? NOW) - days * DAY_MS),
      timeZone: maker.choose(...ZONES),
      interval: 'auto',
    };
  };

  /** What is removed cannot be looked at: it is seen where all runs of its series are. */
  const maySee = (run: SomeRun, visibility: Visibility) =>
    removed.has(run.id)
      ? sightOf(resourceOf(run), visibility) === true
      : isRunVisible(resourceOf(run), visibility);

  const compare = (
    told: Statistics,
    query: StatisticsQuery,
    visibility: Visibility,
  ) => {
    const window = windowOf(query, NOW);
    const ended = [...counted.values()].filter(
      ({ status }) => status !== 'running',
    );
    const recoveries = recoveriesOf(ended);
    const visible = ended
      .filter(run => maySee(run, visibility))
      .filter(run => fits(run, query));
    const between = (from: number, to: number) =>
      visible.filter(({ endedAt }) => endedAt >= from && endedAt < to);
    const now = between(window.from, window.to);
    const figures = (runs: SomeRun[]) => figuresOf(runs, recoveries);
    const withoutRecoveries = isOfRuns(visibility)
      ? ({ mttr, ...rest }: any) => rest
      : (all: any) => all;
    const alike = (a: any, b: any) =>
      expectAlike(withoutRecoveries(a), withoutRecoveries(b));

    expect(statisticsSchema.parse(told)).toEqual(told);
    alike(told.total, figures(now));
    alike(
      told.previous,
      figures(between(2 * window.from - window.to, window.from)),
    );
    expect(told.series).toHaveLength(window.points.length);
    told.series.forEach(({ from, to, ...point }, index) => {
      const { mttr, usage, ...wanted } = figures(
        between(Date.parse(from), Date.parse(to)),
      );
      expect(Date.parse(from)).toBe(window.points[index].from);
      expectAlike(point, wanted);
    });
    const having = (keyOf: (run: SomeRun) => string) =>
      [...new Set(now.map(keyOf))].sort();
    expect(told.workflows.map(({ workflow }) => workflow.ref).sort()).toEqual(
      having(refOf),
    );
    for (const { workflow, figures: of } of told.workflows) {
      const runs = now.filter(run => refOf(run) === workflow.ref);
      alike(of, figures(runs));
    }
    const versionOf = (run: SomeRun) => `${refOf(run)} ${run.version}`;
    expect(
      told.versions.map(each => `${each.workflow.ref} ${each.version}`).sort(),
    ).toEqual(having(versionOf));
    for (const { workflow, version, figures: of } of told.versions) {
      const runs = now.filter(
        run => versionOf(run) === `${workflow.ref} ${version}`,
      );
      alike(of, figures(runs));
    }
    expect(told.environments.map(each => each.environment).sort()).toEqual(
      having(run => run.environment),
    );
    for (const { workflow, stepKey, name, ...step } of told.steps) {
      const runs = now.filter(run => refOf(run) === workflow.ref);
      expect(name).toBe(`Step ${stepKey}`);
      expectAlike(step, stepOf(runs, stepKey));
    }
    const queues = told.taskQueues.map(({ taskQueue }) => taskQueue);
    expect([...queues].sort()).toEqual(
      [...new Set(now.flatMap(run => [...queuesOfRun(run)]))].sort(),
    );
    for (const { taskQueue, ...queue } of told.taskQueues)
      expectAlike(queue, queueOf(now, taskQueue));
    for (const { category, count } of told.errors) {
      expect(count).toBe(
        now.filter(run => run.errorCategory === category).length,
      );
    }
    const longest = now
      .filter(run => run.status === 'completed' && !removed.has(run.id))
      .map(({ durationMs }) => durationMs)
      .sort((a, b) => b - a)
      .slice(0, 10);
    expect(told.longest.map(({ durationMs }) => durationMs)).toEqual(longest);
    expect(told.totals.runs).toBe(now.length);
  };

  it('know what each run has put an end to', async () => {
    const rows = await knex('statistics_runs').whereNotNull('recovery_ms');
    const ended = [...counted.values()].filter(
      ({ status }) => status !== 'running',
    );
    const known = rows.map(row => [row.run_id, Number(row.recovery_ms)]);

    expect(known.sort()).toEqual([...recoveriesOf(ended)].sort());
  });

  it('are those of all runs, whatever has become of them', async () => {
    for (let i = 0; i < 15; i++) {
      const query = anyQuery();
      const told = await queries.sumUp(query, 'all');
      compare(told, query, 'all');
      expect(told.coverage.scannedRuns).toBe(0);
    }
  });

  it('are those of the runs that may be seen, and of no other', async () => {
    const conditions = fc.sample(runCriteria, {
      numRuns: 40,
      seed: SEED,
    }) as RunCriteria[];
    for (const condition of conditions) {
      const query = anyQuery();
      const told = await queries.sumUp(query, condition);
      compare(told, query, condition);
      expect(told.coverage.exact).toBe(true);
    }
  });
});
