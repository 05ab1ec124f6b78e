import { RunFact } from 'backstage-plugin-workflow-runs-common';

export type FactType = RunFact['type'];
type FactOf<T extends FactType> = Extract<RunFact, { type: T }>;
export interface FactCase<T extends FactType> {
  fact: Omit<FactOf<T>, 'type' | 'at' | 'generation'>;
  /** What must have been told before. */
  after?: RunFact[];
  run?: object;
  live?: object;
  step?: object;
  decision?: object;
  annotation?: object;
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
export const fetch = { step: 'fetch', item: -1 };
const leftRunning = { from: 'running' as const, fromMs: 5 };
const ended = { attempt: 1, attemptMs: 20, durationMs: 30 };
export const started = (attempt: number): RunFact => ({
  type: 'step.started',
  at: 2_000,
  generation: 0,
  ...fetch,
  from: attempt === 1 ? 'pending' : 'retrying',
  attempt,
  expected: attempt === 1 ? null : true,
});
export const retrying: RunFact = {
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
  usage: { tokens: 5 },
};

const failed: RunFact = {
  type: 'step.failed',
  at: 4_000,
  generation: 0,
  ...fetch,
  ...ended,
  from: 'running',
  error,
  endsRun: true,
  held: false,
};
const runFailed: RunFact = {
  type: 'run.failed',
  at: 4_000,
  generation: 0,
  ...leftRunning,
  durationMs: 10,
  step: 'fetch',
  error,
};
const asked: RunFact = {
  type: 'step.waiting_human',
  at: 3_000,
  generation: 0,
  ...fetch,
  from: 'pending',
  attempt: null,
  attemptMs: 0,
  notice: 'asked',
  waitingFor: { kind: 'approval', approvers: [], since: 3_000, dueAt: null },
};

/** One case for every fact: whoever adds a fact is told by the compiler to say what it changes. */
export const cases: { [T in FactType]: FactCase<T> } = {
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
    fact: { from: 'queued', fromMs: 5, slaDueAt: 9_900 },
    after: [
      { type: 'run.changed', at: 1, generation: 0, blockedReason: 'No worker' },
    ],
    run: {
      status: 'running',
      started_at: 9_000,
      blocked_reason: null,
      sla_status: 'on_track',
      sla_due_at: 9_900,
    },
    state: { status: 'running' },
  },
  'run.reopened': {
    fact: {
      from: 'failed',
      fromMs: 5,
      step: null,
      actor: 'user:default/ann',
      reason: 'fixed, password=x',
      recomputed: ['fetch', 'fetch#1'],
      kept: 1,
    },
    after: [started(1), failed, runFailed],
    run: {
      status: 'running',
      started_at: 9_000,
      completed_at: null,
      failed_step_key: null,
    },
    live: { steps_done: 1 },
    step: { status: 'pending', attempts: 0, started_at: null, ...noError },
    state: { status: 'running', reason: 'fixed, password=[redacted:password]' },
  },
  'run.resumed': {
    fact: { from: 'paused', fromMs: 5 },
    after: [
      { type: 'run.changed', at: 1, generation: 0, pauseRequested: true },
    ],
    run: { status: 'running', blocked_reason: null, pause_requested: false },
    state: { status: 'running', reason: null },
  },
  'run.waiting_human': {
    fact: leftRunning,
    run: { status: 'waiting_human' },
    state: { status: 'waiting_human' },
  },
  'run.needs_intervention': {
    fact: { step: 'fetch', error },
    run: { status: 'queued', needs_intervention: true },
  },
  'sla.warning': {
    fact: { targetMs: 100, dueAt: 9_500, likelyAt: 9_700 },
    run: { sla_status: 'at_risk', sla_likely_at: 9_700 },
  },
  'sla.breached': {
    fact: { targetMs: 100, dueAt: 9_000 },
    run: { sla_status: 'breached' },
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
    fact: { ...leftRunning, durationMs: 70, partial: true, sla: 'met' },
    run: {
      partial: true,
      sla_status: 'met',
      status: 'completed',
      completed_at: 9_000,
      duration_ms: 70,
      blocked_reason: null,
    },
    state: { status: 'completed' },
  },
  'run.failed': {
    fact: { ...leftRunning, durationMs: 70, step: 'fetch', error, sla: 'met' },
    run: {
      status: 'failed',
      completed_at: 9_000,
      duration_ms: 70,
      sla_status: 'met',
    },
    state: { status: 'failed' },
  },
  'run.canceled': {
    fact: {
      from: 'canceling',
      fromMs: 5,
      durationMs: 70,
      sla: 'breached',
    },
    run: {
      status: 'canceled',
      completed_at: 9_000,
      duration_ms: 70,
      sla_status: 'breached',
    },
    state: { status: 'canceled' },
  },
  'run.changed': {
    fact: {
      blockedReason: 'No worker offers orders/fetch@2',
      actionId: 'act_1',
      actor: 'user:default/ann',
      tags: { added: ['blue', 'token=abc'], removed: ['red'] },
      ownerRef: 'group:default/ops',
      annotation: {
        id: 'note_1',
        author: 'user:default/ann',
        note: 'seen to, token=abc',
      },
    },
    run: {
      status: 'queued',
      blocked_reason: 'No worker offers orders/fetch@2',
      tags: '["blue","token=[redacted:token]"]',
      owner_ref: 'group:default/ops',
    },
    annotation: {
      id: 'note_1',
      author: 'user:default/ann',
      note: 'seen to, token=[redacted:token]',
      number: 2,
      created_at: 9_000,
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
      tokens: 12,
      compute_ms: 8,
      progress: null,
      ...noError,
    },
    attempt: {
      number: 2,
      status: 'completed',
      completed_at: 9_000,
      duration_ms: 20,
      tokens: 7,
      compute_ms: 8,
      ...noError,
    },
    live: { steps_done: 1, tokens: 12, compute_ms: 8 },
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
  'step.waiting_human': {
    fact: {
      ...fetch,
      from: 'pending',
      attempt: null,
      attemptMs: 0,
      notice: 'asked',
      waitingFor: {
        kind: 'approval',
        approvers: ['group:default/a'],
        since: 9_000,
        dueAt: 9_500,
      },
      show: { Order: 'o-7', Note: 'token=abc' },
    },
    run: { hitl: 'requested' },
    step: { status: 'waiting_human', started_at: 9_000 },
    decision: {
      about: 'approval',
      approvers: '["group:default/a"]',
      shown: '{"Order":"o-7","Note":"token=[redacted:token]"}',
      validation: null,
      asked_at: 9_000,
      due_at: 9_500,
      decided_at: null,
    },
  },
  'decision.made': {
    fact: {
      ...fetch,
      about: 'approval',
      decision: 'rejected',
      actor: 'user:default/ann',
      note: 'no, token=abc',
      askedAt: 3_000,
    },
    after: [asked],
    run: { hitl: 'rejected' },
    decision: {
      decided_at: 9_000,
      decision: 'rejected',
      actor: 'user:default/ann',
      note: 'no, token=[redacted:token]',
    },
  },
  'step.validation_failed': {
    fact: {
      ...fetch,
      attempt: 1,
      otherwise: 'warn',
      results: [
        {
          validator: 'totals',
          passed: false,
          score: 0,
          reasons: ['token=abc'],
        },
      ],
    },
    after: [started(1)],
    step: {
      status: 'running',
      validation:
        '[{"validator":"totals","passed":false,"score":0,"reasons":["token=[redacted:token]"]}]',
    },
  },
  'compensation.started': { fact: fetch, step: { status: 'pending' } },
  'compensation.failed': {
    fact: { ...fetch, error },
    step: { status: 'pending' },
  },
  'step.compensated': {
    fact: { ...fetch, from: 'completed' },
    after: [
      started(1),
      {
        type: 'step.completed',
        at: 4_000,
        generation: 0,
        ...fetch,
        ...ended,
        from: 'running',
      },
    ],
    step: { status: 'compensated', completed_at: 4_000 },
    live: { steps_done: 0 },
  },
  'step.canceled': {
    fact: { ...fetch, ...ended, from: 'running', usage: { tokens: 4 } },
    after: [started(1)],
    step: { status: 'canceled', completed_at: 9_000, duration_ms: 30 },
    attempt: { status: 'canceled', duration_ms: 20, tokens: 4 },
    live: { steps_done: 0, tokens: 4 },
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
    fact: {
      actionId: 'act_1',
      action: 'cancel',
      outcome: 'refused',
      message: 'too late',
    },
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
