import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { silentLogger } from '../__testUtils__/silentLogger';
import { LogEvent } from '../readers/LogEvent';
import { LogReader } from '../readers/LogReader';
import { SloQueries } from '../slos/SloQueries';
import { countRuns } from '../statistics/countRuns';
import { FakeMetrics } from './__testUtils__/FakeMetrics';
import { createInstruments } from './instruments';
import { MetricsReader } from './MetricsReader';
import { observe } from './observe';

const NOW = 1_000_000;

describeOnDatabases('metrics', createDatabase => {
  let knex: Knex;
  let fake: FakeMetrics;
  let stop: () => void;
  let said: string[];

  const of = { workflow: 'embedded/w', environment: 'prod' };
  const event = (
    type: string,
    payload: LogEvent['payload'],
    more: Partial<LogEvent> = {},
  ) => ({ runId: 'r1', type, payload, mode: 'live', ...more } as LogEvent);
  const reader = (name: string, lag: LogReader['lag']) => ({ name, lag });
  const start = (readers: Pick<LogReader, 'name' | 'lag'>[]) =>
    observe(createInstruments(fake.service), {
      knex,
      now: () => NOW,
      logger: silentLogger(message => said.push(message)),
      readers,
      slos: new SloQueries({
        ...{ knex, now: () => NOW },
        rules: [
          { workflow: 'embedded/w', successRate: 0.9, window: '1d' },
          {
            workflow: 'embedded/w',
            environment: 'prod',
            p95Duration: '1s',
          },
        ],
      }),
    });
  const measure = async (...events: LogEvent[]) => {
    const handler = new MetricsReader(knex, createInstruments(fake.service));
    for await (const write of handler.handle(events)) {
      await knex.transaction(trx => write(trx));
    }
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    await insertWorkflow(knex, { id: 'w', name: 'w' });
    const run = { workflowId: 'w', orderedAt: 0 };
    await insertRuns(knex, [
      { ...run, id: 'r1' },
      { ...run, id: 'r2', status: 'running', needsIntervention: true },
      { ...run, id: 'r3', status: 'running' },
      { ...run, id: 'r4', status: 'queued' },
      { ...run, id: 'r5', status: 'failed' },
    ]);
    await knex('runs').where({ id: 'r1' }).update({ trace_id: 't' });
    await knex('run_live').where({ run_id: 'r1' }).update({ steps_total: 3 });
  });
  beforeEach(() => {
    fake = new FakeMetrics();
    said = [];
    stop = start([
      reader('search', async () => ({ events: 7, seconds: 1.5 })),
      reader('statistics', async () => ({ events: 0, seconds: 0 })),
    ]);
  });
  afterEach(() => stop());

  it('counts runs that have ended, and how long they took', async () => {
    await measure(
      event('run.completed', { durationMs: 1_500 }),
      event('run.failed', { durationMs: 200 }, { runId: 'r5' }),
    );

    expect(fake.of('workflow_runs.runs.ended')).toEqual([
      [1, { ...of, status: 'completed' }],
      [1, { ...of, status: 'failed' }],
    ]);
    expect(fake.of('workflow_runs.run.duration')).toEqual([
      [1.5, { ...of, status: 'completed' }],
      [0.2, { ...of, status: 'failed' }],
    ]);
  });

  it('counts of which of them it is known what they did', async () => {
    await measure(
      event('run.completed', { durationMs: 1 }),
      event('run.failed', { durationMs: 1 }, { runId: 'r5' }),
    );

    expect(fake.of('workflow_runs.diagnostics')).toEqual([
      [1, { available: 'true' }],
      [1, { available: 'false' }],
    ]);
  });

  it('tells retries that were provided for from others, and how long steps took', async () => {
    await measure(
      event('step.retrying', { expected: true }),
      event('step.retrying', { expected: false }),
      event('step.completed', { durationMs: 250 }, { stepKey: 'fetch' }),
    );

    expect(fake.of('workflow_runs.retries')).toEqual([
      [1, { ...of, expected: 'true' }],
      [1, { ...of, expected: 'false' }],
    ]);
    expect(fake.of('workflow_runs.step.duration')).toEqual([
      [0.25, { ...of, step: 'fetch' }],
    ]);
  });

  it('measures nothing that was imported, or that is gone', async () => {
    await measure(
      event('run.completed', { durationMs: 1 }, { mode: 'import' }),
      event('run.completed', { durationMs: 1 }, { runId: 'gone' }),
    );

    expect(fake.told).toEqual([]);
  });

  it('tells how many runs go on, and how many need somebody', async () => {
    expect(await fake.collect('workflow_runs.runs.open')).toEqual([
      [1, { status: 'queued' }],
      [2, { status: 'running' }],
      [0, { status: 'paused' }],
      [0, { status: 'waiting_human' }],
      [0, { status: 'canceling' }],
    ]);
    expect(await fake.collect('workflow_runs.runs.needs_intervention')).toEqual(
      [[1, {}]],
    );
  });

  it('tells how many hints by signals are wanted, but not those that were', async () => {
    const wanted = (user_ref: string, expires_at: number) => ({
      user_ref,
      subject_type: 'run',
      subject: 'r1',
      visibility: '"all"',
      expires_at,
    });
    await knex('live_subscriptions').insert([
      wanted('user:default/a', NOW + 1),
      wanted('user:default/b', NOW),
    ]);

    expect(await fake.collect('workflow_runs.subscriptions')).toEqual([
      [1, {}],
    ]);
  });

  it('tells how many runs wait for a backend, and for how long', async () => {
    expect(await fake.collect('workflow_runs.queue.depth')).toEqual([[0, {}]]);
    expect(await fake.collect('workflow_runs.queue.age')).toEqual([[0, {}]]);

    const waiting = (run_id: string, wake_at: number, more = {}) => ({
      run_id,
      wake_at,
      workflow_id: 'w',
      definition_hash: 'h',
      epoch: 0,
      rank: 0,
      seed: '',
      created_at: 0,
      ...more,
    });
    await knex('engine_runs').insert([
      waiting('r3', NOW - 2_500),
      waiting('r4', NOW - 100),
      waiting('r5', NOW + 100),
      waiting('r2', NOW - 9_000, { worker_id: 'wrk' }),
    ]);
    expect(await fake.collect('workflow_runs.queue.depth')).toEqual([[2, {}]]);
    expect(await fake.collect('workflow_runs.queue.age')).toEqual([[2.5, {}]]);
    await knex('engine_runs').delete();
  });

  it('tells how far each reader of the log is behind', async () => {
    expect(await fake.collect('workflow_runs.reader.lag')).toEqual([
      [7, { reader: 'search' }],
      [0, { reader: 'statistics' }],
    ]);
    expect(await fake.collect('workflow_runs.reader.delay')).toEqual([
      [1.5, { reader: 'search' }],
      [0, { reader: 'statistics' }],
    ]);
  });

  it('tells the rest where something cannot be measured', async () => {
    stop();
    stop = start([
      reader('search', () => Promise.reject(new Error('The database is away'))),
    ]);

    expect(await fake.collect('workflow_runs.reader.lag')).toEqual([]);
    expect(said).toEqual([
      "'lag' could not be measured: Error: The database is away",
    ]);
    expect(await fake.collect('workflow_runs.queue.depth')).toEqual([[0, {}]]);
  });

  it('tells nothing any more once it is stopped', async () => {
    stop();

    expect(await fake.collect('workflow_runs.queue.depth')).toEqual([]);
  });

  it('tells what is left of error budgets, and how fast they are used', async () => {
    expect(await fake.collect('workflow_runs.slo.budget.remaining')).toEqual(
      [],
    );

    const completed = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const ids = ['r5', ...completed];
    await insertRuns(
      knex,
      completed.map(id => ({ id, workflowId: 'w', orderedAt: 0 })),
    );
    await knex('runs')
      .whereIn('id', ids)
      .update({ completed_at: NOW - 1, duration_ms: 10_000 });
    await knex.transaction(trx => countRuns(trx, ids.slice(0, 20)));
    stop();
    stop = start([]);
    expect(await fake.collect('workflow_runs.slo.burn_rate')).toHaveLength(3);

    await knex.transaction(trx => countRuns(trx, ids));
    stop();
    stop = start([]);

    const rate = { workflow: 'embedded/w', objective: 'success_rate' };
    const p95 = {
      workflow: 'embedded/w',
      objective: 'p95_duration',
      environment: 'prod',
    };
    const left = await fake.collect('workflow_runs.slo.budget.remaining');
    expect(left).toHaveLength(2);
    expect(left).toEqual(
      expect.arrayContaining([
        [0.523809524, rate],
        [-19, p95],
      ]),
    );
    const burn = await fake.collect('workflow_runs.slo.burn_rate');
    expect(burn).toEqual(
      expect.arrayContaining([
        [0.476190476, { ...rate, window: 'PT1H' }],
        [0.476190476, { ...rate, window: 'PT24H' }],
        [20, { ...p95, window: 'PT72H' }],
      ]),
    );
    expect(burn).toHaveLength(3 + 4);
  });
});
