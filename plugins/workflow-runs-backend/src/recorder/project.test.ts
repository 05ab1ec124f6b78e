import { Knex } from 'knex';
import { RunFact, runFactSchema } from 'backstage-plugin-workflow-runs-common';
import { SecretNameRedactor } from '../privacy/Redactor';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { project } from './project';
import { Recorder } from './Recorder';

jest.setTimeout(60_000);

type Type = RunFact['type'];
type FactOf<T extends Type> = Extract<RunFact, { type: T }>;
interface Case<T extends Type> {
  fact: Omit<FactOf<T>, 'type' | 'at' | 'generation'>;
  /** What must have been told before. */
  after?: RunFact[];
  run?: object;
  live?: object;
  step?: object;
  attempt?: object;
  state?: object;
}

const error = {
  category: 'external_api' as const,
  code: '503',
  message: 'busy, token=abc',
  stack: 'Error: busy, token=abc',
};
const recorded = {
  error_category: 'external_api',
  error_code: '503',
  error_message: 'busy, token=[redacted:token]',
};
const noError = { error_category: null, error_code: null, error_message: null };
const stack = { error_stack: 'Error: busy, token=[redacted:token]' };
const fetch = { step: 'fetch', item: -1 };
const leftRunning = { from: 'running' as const, fromMs: 5 };
const ended = { attempt: 1, attemptMs: 20, durationMs: 30 };
const started = (attempt: number): RunFact => ({
  type: 'step.started',
  at: 2_000,
  generation: 0,
  ...fetch,
  from: attempt === 1 ? 'pending' : 'retrying',
  attempt,
  expected: attempt === 1 ? null : true,
});
const retrying: RunFact = {
  type: 'step.retrying',
  at: 3_000,
  generation: 0,
  ...fetch,
  from: 'running',
  attempt: 1,
  outcome: 'failed',
  losses: 0,
  expected: true,
  error,
  attemptMs: 20,
  retryAt: 4_000,
};

/** One case for every fact: whoever adds a fact is told by the compiler to say what it changes. */
const cases: { [T in Type]: Case<T> } = {
  'run.queued': {
    fact: {
      priority: 'high',
      triggerType: 'manual',
      triggeredBy: 'user:default/ann',
    },
    run: { status: 'queued' },
    state: { status: 'queued', reason: null },
  },
  'run.started': {
    fact: { from: 'queued', fromMs: 5 },
    after: [
      { type: 'run.changed', at: 1, generation: 0, blockedReason: 'No worker' },
    ],
    run: { status: 'running', started_at: 9_000, blocked_reason: null },
    state: { status: 'running' },
  },
  'run.paused': {
    fact: { ...leftRunning, blockedReason: 'poison' },
    run: { status: 'paused', blocked_reason: 'poison', pause_requested: false },
    state: { status: 'paused', reason: 'poison' },
  },
  'run.canceling': {
    fact: {
      ...leftRunning,
      reason: 'enough, password=x',
      actor: 'user:default/ann',
    },
    run: { status: 'canceling', blocked_reason: null },
    state: {
      status: 'canceling',
      reason: 'enough, password=[redacted:password]',
    },
  },
  'run.completed': {
    fact: { ...leftRunning, durationMs: 70, partial: false },
    run: {
      status: 'completed',
      completed_at: 9_000,
      duration_ms: 70,
      blocked_reason: null,
    },
    state: { status: 'completed' },
  },
  'run.failed': {
    fact: { ...leftRunning, durationMs: 70, step: 'fetch', error },
    run: { status: 'failed', completed_at: 9_000, duration_ms: 70 },
    state: { status: 'failed' },
  },
  'run.canceled': {
    fact: { from: 'canceling', fromMs: 5, durationMs: 70 },
    run: { status: 'canceled', completed_at: 9_000, duration_ms: 70 },
    state: { status: 'canceled' },
  },
  'run.changed': {
    fact: { blockedReason: 'No worker offers orders/fetch@2' },
    run: {
      status: 'queued',
      blocked_reason: 'No worker offers orders/fetch@2',
    },
  },
  'step.started': {
    fact: { ...fetch, from: 'retrying', attempt: 2, expected: true },
    after: [started(1), retrying],
    step: {
      status: 'running',
      attempts: 2,
      started_at: 2_000,
      attempt_started_at: 9_000,
      next_attempt_at: null,
    },
    attempt: {
      number: 2,
      status: 'running',
      expected: true,
      started_at: 9_000,
      worker: 'wkr_1',
      completed_at: null,
    },
  },
  'step.retrying': {
    fact: {
      ...fetch,
      from: 'running',
      attempt: 1,
      outcome: 'lost',
      losses: 1,
      expected: false,
      error,
      attemptMs: 20,
      retryAt: 9_500,
    },
    after: [started(1)],
    step: {
      status: 'retrying',
      tries: 0,
      losses: 1,
      next_expected: false,
      next_attempt_at: 9_500,
      ...recorded,
    },
    attempt: {
      status: 'lost',
      completed_at: 9_000,
      duration_ms: 20,
      retry_at: 9_500,
      ...recorded,
      ...stack,
    },
  },
  'step.completed': {
    fact: {
      ...fetch,
      ...ended,
      from: 'running',
      attempt: 2,
      usage: { tokens: 7, computeMs: 8 },
    },
    after: [started(1), retrying, started(2)],
    step: {
      status: 'completed',
      tries: 1,
      completed_at: 9_000,
      duration_ms: 30,
      tokens: 7,
      compute_ms: 8,
      progress: null,
      ...noError,
    },
    attempt: {
      number: 2,
      status: 'completed',
      completed_at: 9_000,
      duration_ms: 20,
      ...noError,
    },
    live: { steps_done: 1 },
  },
  'step.failed': {
    fact: {
      ...fetch,
      ...ended,
      from: 'running',
      error,
      endsRun: true,
      held: false,
    },
    after: [started(1)],
    step: {
      status: 'failed',
      completed_at: 9_000,
      duration_ms: 30,
      ...recorded,
    },
    attempt: { status: 'failed', duration_ms: 20, ...recorded, ...stack },
    run: { status: 'queued', failed_step_key: 'fetch', ...recorded },
    live: { steps_done: 0 },
  },
  'step.skipped': {
    fact: { ...fetch, from: 'pending', reason: 'condition' },
    step: { status: 'skipped', skip_reason: 'condition' },
    live: { steps_done: 1 },
  },
  'step.canceled': {
    fact: { ...fetch, ...ended, from: 'running' },
    after: [started(1)],
    step: { status: 'canceled', completed_at: 9_000, duration_ms: 30 },
    attempt: { status: 'canceled', duration_ms: 20 },
    live: { steps_done: 0 },
  },
  'action.requested': {
    fact: {
      actionId: 'act_1',
      action: 'cancel',
      actor: 'user:default/ann',
      reason: null,
    },
    run: { status: 'queued' },
  },
  'action.completed': {
    fact: { actionId: 'act_1', action: 'cancel' },
    run: { status: 'queued' },
  },
  'action.failed': {
    fact: { actionId: 'act_1', action: 'cancel', message: 'too late' },
    run: { status: 'queued' },
  },
  'artifact.added': {
    fact: {
      ...fetch,
      attempt: 1,
      artifactId: 'art_1',
      name: 'a.csv',
      contentType: 'text/csv',
      bytes: 3,
    },
    run: { status: 'queued' },
  },
};

describeOnDatabases('a fact', createDatabase => {
  let knex: Knex;
  let recorder: Recorder;
  beforeAll(async () => {
    const database = await createDatabase();
    knex = database.knex;
    recorder = new Recorder({
      database: database.lane,
      redactor: new SecretNameRedactor(),
      now: () => 9_001,
    });
  });

  /** Numbers may come as text, and truth as a number. */
  const plain = (row: Record<string, unknown>, like: object) =>
    Object.fromEntries(
      Object.entries(like).map(([column, expected]) => {
        const value = row[column];
        if (value === null || typeof expected === 'string')
          return [column, value];
        return [
          column,
          typeof expected === 'boolean' ? Boolean(value) : Number(value),
        ];
      }),
    );

  const all = Object.entries(cases) as [Type, Case<Type>][];
  it.each(all)('%s changes what is known', async (type, example) => {
    const runId = `run_${type}`;
    await recorder.commit(newRun(runId));
    const fact = { type, at: 9_000, generation: 0, ...example.fact } as RunFact;
    expect(runFactSchema.parse(fact)).toEqual(fact);
    if (type !== 'run.queued') {
      await recorder.commit({
        runId,
        facts: [...(example.after ?? []), fact],
        worker: 'wkr_1',
      });
    }

    const latest = (table: string, order: string) =>
      knex(table).where({ run_id: runId }).orderBy(order, 'desc').first();
    const rows = {
      run: await knex('runs').where({ id: runId }).first(),
      live: await latest('run_live', 'run_id'),
      step: await knex('steps')
        .where({ run_id: runId, step_key: 'fetch' })
        .first(),
      attempt: await latest('attempts', 'number'),
      state: await latest('run_states', 'number'),
    };
    const { fact: _said, after: _after, ...expected } = example;
    const found = Object.entries(expected).map(([name, columns]) => [
      name,
      plain(rows[name as keyof typeof rows], columns),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
    const event = await latest('run_events', 'number');
    expect(event).toMatchObject({ type, schema_version: 1, mode: 'live' });
    // A new run is queued by the transition that creates it, at a time of its own.
    const at = type === 'run.queued' ? 1_000 : 9_000;
    expect(Number(event.occurred_at)).toBe(at);
    expect(Number(event.recorded_at)).toBe(9_001);
    const { type: _, at: __, generation: ___, ...said } = fact;
    expect(Object.keys(JSON.parse(event.payload)).sort()).toEqual(
      Object.keys(said).sort(),
    );
    expect(event.payload).not.toContain('abc');
  });

  it('about a step that had failed between two attempts leaves the settled attempt as it was', async () => {
    const runId = 'run_between';
    await recorder.commit(newRun(runId));
    const times = { attempt: 1, attemptMs: 0, durationMs: 30 };
    const about = {
      at: 9_000,
      generation: 0,
      ...fetch,
      from: 'retrying' as const,
      ...times,
    };
    await recorder.commit({ runId, facts: [started(1), retrying] });
    await recorder.commit({
      runId,
      facts: [{ type: 'step.canceled', ...about }],
    });
    const [attempt] = await knex('attempts').where({ run_id: runId });
    expect(attempt.status).toBe('failed');
    expect(Number(attempt.duration_ms)).toBe(20);
  });

  it('that the projection does not know is refused', () => {
    const fact = {
      type: 'run.teleported',
      at: 1,
      generation: 0,
    } as unknown as RunFact;
    expect(() =>
      project(fact, { runId: 'run_1', number: 1, worker: null }),
    ).toThrow('Unknown fact: run.teleported');
  });
});
