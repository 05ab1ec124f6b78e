import { Knex } from 'knex';
import { Figures, RunFact } from 'backstage-plugin-workflow-runs-common';
import { recorderOn } from '../__testUtils__/appendRuns';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { insertWorkflow } from '../__testUtils__/rows';
import { readEvents } from '../readers/LogEvent';
import { Write } from '../readers/LogHandler';
import { Recorder } from '../recorder/Recorder';
import { Transition } from '../recorder/Transition';
import { StatisticsQueries } from './StatisticsQueries';
import { StatisticsReader } from './StatisticsReader';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** When runs begin, unless it is said. */
const AT = NOW - HOUR_MS;

describeOnDatabases('StatisticsReader', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  let reader: StatisticsReader;
  let position: number;
  let count = 0;
  let run: string;
  let workflowId: string;

  beforeAll(async () => {
    const database = await createDatabase();
    ({ knex } = database);
    recorder = recorderOn(database.lane);
    reader = new StatisticsReader(knex);
  });
  beforeEach(async () => {
    count += 1;
    run = `run_${count}`;
    workflowId = `wfl_${count}`;
    await insertWorkflow(knex, { id: workflowId });
    position = Number((await knex('log_head').first()).position);
  });

  const write = async (writes: AsyncIterable<Write>) => {
    let portions = 0;
    for await (const portion of writes) {
      await knex.transaction(trx => portion(trx));
      portions += 1;
    }
    return portions;
  };
  /** Reads on as the log reader does; how many transactions it takes. */
  const readOn = async () => {
    const events = await readEvents(knex, position, 1_000);
    position = events[events.length - 1]?.position ?? position;
    return write(reader.handle(events));
  };
  const queued = (id = run, create: Partial<Transition['create']> = {}) =>
    recorder.commit(
      newRun(id, { at: AT, create: { ...create, workflowId } as never }),
    );
  const record = (...facts: RunFact[]) => recordOf(run, ...facts);
  const recordOf = (runId: string, ...facts: RunFact[]) =>
    recorder.commit({ runId, facts });
  const statistics = (more: object = {}) =>
    new StatisticsQueries(knex, () => NOW).sumUp(
      {
        workflow: [`embedded/${workflowId}`],
        from: NOW - 24 * HOUR_MS,
        timeZone: 'UTC',
        interval: 'auto',
        ...more,
      },
      'all',
    );
  const total = async (): Promise<Figures> => (await statistics()).total;

  const base = { generation: 0, fromMs: 1 };
  const completed = (at = AT + 5_000, durationMs = 5_000): RunFact => ({
    ...base,
    type: 'run.completed',
    at,
    from: 'running',
    durationMs,
    partial: false,
  });
  const error = {
    category: 'timeout' as const,
    code: 'E_SLOW',
    message: 'It took too long',
  };
  const failed = (at: number): RunFact => ({
    ...base,
    type: 'run.failed',
    at,
    from: 'running',
    durationMs: 1,
    step: 'fetch',
    error: error as never,
  });
  const reopened = (at: number): RunFact => ({
    ...base,
    type: 'run.reopened',
    at,
    generation: 1,
    from: 'failed',
    step: null,
    actor: null,
    reason: null,
    recomputed: [],
    kept: 0,
  });
  const stepStarted = (attempt: number, expected: boolean | null): RunFact => ({
    type: 'step.started',
    at: AT,
    generation: 0,
    step: 'fetch',
    item: -1,
    from: attempt === 1 ? 'pending' : 'retrying',
    attempt,
    expected,
  });
  const stepRetrying = (attempt: number): RunFact => ({
    type: 'step.retrying',
    at: AT,
    generation: 0,
    step: 'fetch',
    item: -1,
    from: 'running',
    attempt,
    outcome: 'failed',
    losses: 0,
    expected: true,
    error: error as never,
    attemptMs: 1,
    retryAt: AT,
  });
  const stepCompleted = (attempt: number, durationMs: number): RunFact => ({
    type: 'step.completed',
    at: AT + durationMs,
    generation: 0,
    step: 'fetch',
    item: -1,
    from: 'running',
    attempt,
    attemptMs: 1,
    durationMs,
  });

  it('counts a run once it has ended', async () => {
    await queued();
    await readOn();
    expect(await total()).toMatchObject({ runs: 0, duration: null });
    await record(completed());
    await readOn();

    expect(await total()).toMatchObject({
      runs: 1,
      completed: 1,
      successRate: 1,
      firstPass: 1,
      duration: { n: 1, meanMs: 5_000 },
    });
  });

  it('counts it once, however often it hears of it', async () => {
    await queued();
    await record(completed());
    const before = position;
    await readOn();
    position = before;
    await readOn();

    expect((await total()).runs).toBe(1);
  });

  it('takes it back when it is opened again, and counts what becomes of it', async () => {
    await queued();
    await record(failed(AT + 1_000));
    await readOn();
    expect(await total()).toMatchObject({ runs: 1, failed: 1 });
    await record(reopened(AT + 2_000));
    await readOn();
    expect(await total()).toMatchObject({ runs: 0, failed: 0 });
    expect((await statistics()).errors).toEqual([]);
    await record({ ...completed(AT + 9_000), generation: 1 });
    await readOn();

    expect(await total()).toMatchObject({
      runs: 1,
      completed: 1,
      failed: 0,
      firstPass: 0,
    });
  });

  it('leaves no row behind of what is taken back', async () => {
    await knex('statistics_buckets').delete();
    await queued();
    await record(stepStarted(1, null), failed(AT + 1_000));
    await readOn();
    expect(await knex('statistics_buckets')).not.toEqual([]);
    await record(reopened(AT + 2_000));
    await readOn();

    expect(await knex('statistics_buckets')).toEqual([]);
  });

  it('counts the steps of a run with their retries', async () => {
    await queued();
    await record(
      stepStarted(1, null),
      stepRetrying(1),
      stepStarted(2, true),
      stepRetrying(2),
      stepStarted(3, false),
      stepCompleted(3, 400),
      completed(),
    );
    await readOn();
    const { steps, total: figures } = await statistics();

    expect(steps).toMatchObject([
      {
        stepKey: 'fetch',
        occurrences: 1,
        failures: 0,
        retries: { expected: 1, unexpected: 1 },
        duration: { n: 1, meanMs: 400 },
      },
    ]);
    expect(figures).toMatchObject({
      firstPass: 0,
      errors: 2,
      retries: { expected: 1, unexpected: 1 },
      retriesPer100: 200,
    });
  });

  it('counts what comes late, after the end of the run', async () => {
    await queued();
    await record(stepStarted(1, null), failed(AT + 1_000));
    await readOn();
    expect((await total()).errors).toBe(0);
    await record({
      type: 'step.failed',
      at: AT + 2_000,
      generation: 0,
      step: 'fetch',
      item: -1,
      from: 'running',
      attempt: 1,
      attemptMs: 1,
      durationMs: 1,
      error: error as never,
      endsRun: false,
      held: false,
    });
    await readOn();

    expect((await total()).errors).toBe(1);
    expect((await statistics()).steps).toMatchObject([{ failures: 1 }]);
  });

  it('does not look at runs again because of what people say of them', async () => {
    await queued();
    await record(completed());
    await readOn();
    await record({ type: 'run.changed', at: AT, generation: 0 });

    expect(await readOn()).toBe(0);
  });

  it('keeps what was counted of a run that was removed', async () => {
    await queued();
    await record(completed());
    await readOn();
    await knex('runs').where({ id: run }).delete();
    await knex('run_live').where({ run_id: run }).delete();
    position = 0;
    await readOn();
    await write(reader.rebuild());

    expect(await total()).toMatchObject({ runs: 1, completed: 1 });
    expect((await statistics()).longest).toEqual([]);
  });

  it('keeps what was counted of steps that were removed', async () => {
    await queued();
    await record(stepStarted(1, null), stepCompleted(1, 400), completed());
    await readOn();
    await knex('steps').where({ run_id: run }).delete();
    await write(reader.rebuild());

    expect((await statistics()).steps).toMatchObject([{ occurrences: 1 }]);
  });

  it('starts anew from the tables', async () => {
    await queued();
    await record(completed());
    await write(reader.rebuild());
    await write(reader.rebuild());

    expect((await total()).runs).toBe(1);
  });

  it('writes many runs in several transactions, each of them short', async () => {
    for (let i = 0; i < 60; i++) {
      await queued(`${run}_${i}`);
      await recordOf(`${run}_${i}`, completed());
    }

    expect(await readOn()).toBe(3);
    expect((await total()).runs).toBe(60);
  });

  it('tells of it in the point in which it has ended', async () => {
    await queued();
    await record(completed(NOW - 90 * MINUTE_MS));
    await readOn();
    const { series, previous } = await statistics();

    expect(series.filter(({ runs }) => runs > 0)).toMatchObject([
      { from: '2026-11-28T10:00:00.000Z', to: '2026-11-28T11:00:00.000Z' },
    ]);
    expect(previous.runs).toBe(0);
    const later = await statistics({ from: NOW - HOUR_MS });
    expect(later.total.runs).toBe(0);
    expect(later.previous.runs).toBe(1);
  });

  describe('the time to recover', () => {
    let made = 0;
    const ends = async (
      status: 'ok' | 'failed' | 'canceled',
      minute: number,
      create: object = {},
    ) => {
      made += 1;
      const id = `${run}_of_${made}`;
      const at = AT + minute * MINUTE_MS;
      await queued(id, create);
      if (status === 'canceled') {
        await recordOf(id, {
          ...base,
          type: 'run.canceled',
          at,
          from: 'running',
          durationMs: 1,
        });
      } else {
        await recordOf(id, status === 'ok' ? completed(at) : failed(at));
      }
      await readOn();
      return id;
    };
    const mttr = async () => {
      const { episodes, meanMs } = (await total()).mttr;
      return [episodes, meanMs && meanMs / MINUTE_MS];
    };

    it('goes from a failure to the next success', async () => {
      await ends('ok', 1);
      await ends('failed', 2);
      await ends('ok', 5);
      await ends('ok', 6);

      expect(await mttr()).toEqual([1, 3]);
    });

    it('begins with the first of several failures', async () => {
      await ends('failed', 2);
      await ends('failed', 4);
      await ends('canceled', 5);
      await ends('ok', 9);

      expect(await mttr()).toEqual([1, 7]);
    });

    it('is not over while nothing has succeeded', async () => {
      await ends('failed', 2);

      expect(await mttr()).toEqual([0, null]);
    });

    it('is that of the same environment, whatever the version', async () => {
      await ends('failed', 2);
      await ends('ok', 3, { environment: 'staging' });
      expect(await mttr()).toEqual([0, null]);
      await ends('ok', 6, { backfill: true });

      expect(await mttr()).toEqual([1, 4]);
    });

    it('is corrected by what is heard of late, in whichever order', async () => {
      await ends('ok', 9);
      await ends('failed', 5);
      expect(await mttr()).toEqual([1, 4]);
      await ends('failed', 2);
      expect(await mttr()).toEqual([1, 7]);
      await ends('ok', 4);

      expect(await mttr()).toEqual([2, 3]);
    });

    it('is corrected when a run is opened again', async () => {
      const first = await ends('failed', 2);
      await ends('failed', 4);
      await ends('ok', 9);
      await recordOf(first, reopened(AT + 10 * MINUTE_MS));
      await readOn();
      expect(await mttr()).toEqual([1, 5]);
      await recordOf(first, {
        ...completed(AT + 12 * MINUTE_MS),
        generation: 1,
      });
      await readOn();

      expect(await mttr()).toEqual([1, 5]);
    });

    it('ends with the first of two successes in the same moment', async () => {
      await ends('ok', 9);
      await ends('ok', 9);
      await ends('failed', 5);

      expect(await mttr()).toEqual([1, 4]);
    });
  });

  it('says up to when all is counted', async () => {
    await knex('cursors').delete();
    expect((await statistics()).freshAt).toBeNull();
    const head = Number((await knex('log_head').first()).position);
    await knex('cursors').insert({ name: 'statistics', position: head });
    expect((await statistics()).freshAt).toBe('2026-11-28T12:00:00.000Z');
    await queued();
    await knex('run_events')
      .where({ run_id: run })
      .update({ recorded_at: NOW - 3_000 });

    expect((await statistics()).freshAt).toBe('2026-11-28T11:59:57.000Z');
  });

  describe('what has to be looked at run by run', () => {
    const mine = { field: 'startedBy' as const, values: ['user:default/me'] };
    const query = {
      from: NOW - 24 * HOUR_MS,
      timeZone: 'UTC',
      interval: 'auto' as const,
    };
    const sumUp = (max: number) =>
      new StatisticsQueries(knex, () => NOW, max).sumUp(
        { ...query, workflow: [`embedded/${workflowId}`] },
        mine,
      );

    beforeEach(async () => {
      for (let minute = 1; minute <= 10; minute++) {
        const id = `${run}_by_${minute}`;
        const startedBy = minute % 2 === 0 ? 'user:default/me' : null;
        await queued(id, { startedBy });
        await recordOf(id, completed(AT + minute * MINUTE_MS, minute));
      }
      await readOn();
    });

    it('is all that may be seen', async () => {
      const { total: figures, coverage, longest } = await sumUp(1_000);

      expect(figures.runs).toBe(5);
      expect(coverage).toEqual({ exact: true, scannedRuns: 5, skipped: null });
      expect(longest.map(({ durationMs }) => durationMs)).toEqual([
        10, 8, 6, 4, 2,
      ]);
    });

    it('is what was looked at, and says how far that was', async () => {
      const { total: figures, coverage } = await sumUp(4);

      expect(figures.runs).toBe(2);
      expect(coverage).toEqual({
        exact: false,
        scannedRuns: 2,
        skipped:
          'Runs that ended before 2026-11-28T11:07:00.000Z, of those that have to be looked at one by one',
      });
    });
  });
});
