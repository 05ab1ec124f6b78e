import { RunFact, StepError } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';

/** What a projection must know beside the fact. */
export interface FactContext {
  runId: string;
  /** Number of the event that the fact becomes. */
  number: number;
  worker: string | null;
}

/**
 * What a fact changes in the tables that screens, queries and a resuming engine read. One function
 * for the facts of every engine; whoever adds a fact adds its case here.
 */
export function project(fact: RunFact, context: FactContext): Change[] {
  switch (fact.type) {
    case 'run.queued':
      return [state(fact, context, 'queued', null)];
    case 'run.started':
      return [
        run(fact, context, {
          status: 'running',
          started_at: fact.at,
          blocked_reason: null,
        }),
        state(fact, context, 'running', null),
      ];
    case 'run.paused':
      return [
        run(fact, context, {
          status: 'paused',
          pause_requested: false,
          blocked_reason: fact.blockedReason,
        }),
        state(fact, context, 'paused', fact.blockedReason),
      ];
    case 'run.canceling':
      return [
        run(fact, context, { status: 'canceling', blocked_reason: null }),
        state(fact, context, 'canceling', fact.reason),
      ];
    case 'run.completed':
      return [
        ended(fact, context, 'completed', {}),
        state(fact, context, 'completed', null),
      ];
    case 'run.failed':
      return [
        ended(fact, context, 'failed', {
          ...errorColumns(fact.error),
          failed_step_key: fact.step,
        }),
        state(fact, context, 'failed', null),
      ];
    case 'run.canceled':
      return [
        ended(fact, context, 'canceled', {}),
        state(fact, context, 'canceled', null),
      ];
    case 'run.changed':
      return [run(fact, context, { blocked_reason: fact.blockedReason })];
    case 'step.started':
      return stepStarted(fact, context);
    case 'step.retrying':
      return [
        step(
          fact,
          context,
          {
            status: 'retrying',
            next_expected: fact.expected,
            losses: fact.losses,
            next_attempt_at: fact.retryAt,
            ...errorColumns(fact.error),
          },
          fact.outcome === 'failed' ? { tries: 1 } : {},
        ),
        attemptEnded(
          fact,
          context,
          fact.attempt,
          fact.outcome,
          fact.attemptMs,
          {
            ...errorColumns(fact.error),
            error_stack: fact.error.stack ?? null,
            retry_at: fact.retryAt,
          },
        ),
      ];
    case 'step.completed':
      return [
        step(fact, context, {
          ...stepEnded('completed', fact),
          ...errorColumns(null),
          tokens: fact.usage?.tokens ?? null,
          compute_ms: fact.usage?.computeMs ?? null,
        }),
        attemptEnded(
          fact,
          context,
          fact.attempt,
          'completed',
          fact.attemptMs,
          {},
        ),
        done(fact, context),
      ];
    case 'step.failed':
      return [
        step(fact, context, {
          ...stepEnded('failed', fact),
          ...errorColumns(fact.error),
        }),
        ...ifRunning(fact, () =>
          attemptEnded(fact, context, fact.attempt, 'failed', fact.attemptMs, {
            ...errorColumns(fact.error),
            error_stack: fact.error.stack ?? null,
          }),
        ),
        ...(fact.endsRun
          ? [
              run(fact, context, {
                ...errorColumns(fact.error),
                failed_step_key: fact.step,
              }),
            ]
          : []),
      ];
    case 'step.canceled':
      return [
        step(fact, context, stepEnded('canceled', fact)),
        ...ifRunning(fact, () =>
          attemptEnded(
            fact,
            context,
            fact.attempt,
            'canceled',
            fact.attemptMs,
            {},
          ),
        ),
      ];
    case 'step.skipped':
      return [
        step(fact, context, { status: 'skipped', skip_reason: fact.reason }),
        ...(fact.reason === 'condition' ? [done(fact, context)] : []),
      ];
    case 'action.requested':
    case 'action.completed':
    case 'action.failed':
    case 'artifact.added':
      // Their rows come with the transition: they hold more than the fact tells everybody.
      return [];
    default:
      throw new Error(`Unknown fact: ${(fact as { type: string }).type}`);
  }
}

type FactOf<Prefix extends string> = Extract<
  RunFact,
  { type: `${Prefix}.${string}` }
>;
type StepFact = FactOf<'step'>;

function stepStarted(
  fact: Extract<RunFact, { type: 'step.started' }>,
  context: FactContext,
): Change[] {
  const first = fact.attempt === 1;
  return [
    step(fact, context, {
      status: 'running',
      attempts: fact.attempt,
      attempt_started_at: fact.at,
      next_attempt_at: null,
      progress: null,
      ...(first ? { started_at: fact.at } : {}),
    }),
    {
      kind: 'insert',
      table: 'attempts',
      key: attemptKey(fact, context, fact.attempt),
      set: {
        status: 'running',
        expected: fact.expected,
        worker: context.worker,
        started_at: fact.at,
      },
    },
  ];
}

function run(fact: RunFact, { runId }: FactContext, set: Row): Change {
  return {
    kind: 'update',
    table: 'runs',
    key: { id: runId },
    set: { ...set, generation: fact.generation, updated_at: fact.at },
  };
}

function ended(
  fact: Extract<RunFact, { durationMs: number; type: `run.${string}` }>,
  context: FactContext,
  status: string,
  set: Row,
): Change {
  return run(fact, context, {
    status,
    completed_at: fact.at,
    duration_ms: fact.durationMs,
    blocked_reason: null,
    ...set,
  });
}

function state(
  fact: RunFact,
  { runId, number }: FactContext,
  status: string,
  reason: string | null,
): Change {
  return {
    kind: 'insert',
    table: 'run_states',
    key: { run_id: runId, number },
    set: { generation: fact.generation, status, reason, entered_at: fact.at },
  };
}

function step(
  fact: StepFact,
  { runId }: FactContext,
  set: Row,
  add?: Record<string, number>,
): Change {
  return {
    kind: 'update',
    table: 'steps',
    key: { run_id: runId, step_key: fact.step, item_index: fact.item },
    set: { ...set, generation: fact.generation, updated_at: fact.at },
    add,
  };
}

function stepEnded(
  status: string,
  fact: { at: number; durationMs: number },
): Row {
  return {
    status,
    completed_at: fact.at,
    duration_ms: fact.durationMs,
    next_attempt_at: null,
    progress: null,
  };
}

function done(fact: StepFact, { runId }: FactContext): Change {
  // Items of a fan-out do not count: the fan-out itself does, once.
  return {
    kind: 'update',
    table: 'run_live',
    key: { run_id: runId },
    set: {},
    add: { steps_done: fact.item === -1 ? 1 : 0 },
  };
}

/** An attempt that ended before the step did (between retries) is settled already. */
function ifRunning(fact: StepFact, change: () => Change): Change[] {
  return fact.from === 'running' ? [change()] : [];
}

function attemptEnded(
  fact: StepFact,
  context: FactContext,
  attempt: number,
  status: string,
  durationMs: number,
  set: Row,
): Change {
  return {
    kind: 'update',
    table: 'attempts',
    key: attemptKey(fact, context, attempt),
    set: { status, completed_at: fact.at, duration_ms: durationMs, ...set },
  };
}

function attemptKey(
  fact: StepFact,
  { runId }: FactContext,
  number: number,
): Row {
  return {
    run_id: runId,
    step_key: fact.step,
    item_index: fact.item,
    generation: fact.generation,
    number,
  };
}

function errorColumns(error: StepError | null): Row {
  return {
    error_category: error?.category ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
  };
}
