import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { placeOf } from 'backstage-plugin-workflow-runs-common/machine';
import { attemptSpanIdOf } from '../engine/trace';
import { errorColumns } from './errorColumns';
import type { FactContext } from './project';
import { attemptEnded, attemptStarted } from './projectAttempt';
import { PENDING_STEP } from './stepRows';
import { askedDecision, madeDecision } from './projectDecision';

/** Facts about a step, an item of one, or a rollback. */
export type FactOfStep = Extract<
  RunFact,
  {
    type: `step.${string}` | `compensation.${string}` | `decision.${string}`;
  }
>;
/** Facts of one type. */
export type FactOf<T extends FactOfStep['type']> = Extract<
  FactOfStep,
  { type: T }
>;

/** What is not so any more, once a step goes on or has settled. */
const settled: Row = {
  held: false,
  waiting_for: null,
  next_attempt_at: null,
  progress: null,
};

/** What a fact about a step changes. */
export function projectStep(fact: FactOfStep, context: FactContext): Change[] {
  switch (fact.type) {
    case 'step.started':
      return started(fact, context);
    case 'step.retrying':
      return retrying(fact, context);
    case 'step.waiting_human':
      return waitingHuman(fact, context);
    case 'step.validation_failed':
      return [
        step(fact, context, { validation: JSON.stringify(fact.results) }),
      ];
    case 'step.completed':
      return [
        step(fact, context, {
          ...ended('completed', fact),
          ...errorColumns(null),
          ...(fact.validation
            ? { validation: JSON.stringify(fact.validation) }
            : {}),
          ...(fact.items ? { failed_items: fact.items.failed } : {}),
        }),
        ...attemptEnded(fact, context, fact.forced ? 'canceled' : 'completed'),
        done(fact, context),
      ];
    case 'step.failed':
      return failed(fact, context);
    case 'step.canceled':
      return [
        step(fact, context, ended('canceled', fact)),
        ...attemptEnded(fact, context, 'canceled'),
      ];
    case 'step.skipped':
      return [
        step(fact, context, {
          ...settled,
          status: 'skipped',
          skip_reason: fact.reason,
          ...(fact.durationMs === undefined
            ? {}
            : { completed_at: fact.at, duration_ms: fact.durationMs }),
        }),
        ...attemptEnded(fact, context, 'canceled'),
        ...(isByCondition(fact) ? [done(fact, context)] : []),
      ];
    case 'step.compensated':
      return [
        step(fact, context, { status: 'compensated' }),
        done(fact, context, -1),
      ];
    case 'compensation.started':
    case 'compensation.failed':
      // The rollback is a step of its own, which has facts of its own.
      return [];
    case 'decision.made':
      return [
        madeDecision(fact, context),
        run(context, { hitl: fact.decision, updated_at: fact.at }),
      ];
    default:
      throw new Error(`Unknown fact: ${(fact as { type: string }).type}`);
  }
}

function started(fact: FactOf<'step.started'>, context: FactContext): Change[] {
  const { waitingFor } = fact;
  return [
    step(fact, context, {
      ...settled,
      status: 'running',
      span_id: attemptSpanIdOf({ ...fact, runId: context.runId }),
      attempts: fact.attempt,
      attempt_started_at: fact.at,
      waiting_for: waitingFor ? JSON.stringify(waitingFor) : null,
      ...(waitingFor?.kind === 'items' ? { item_count: waitingFor.items } : {}),
      // An item that a held fan-out does again goes on counting its attempts.
      ...(fact.from === 'pending' ? { started_at: fact.at } : {}),
    }),
    attemptStarted(fact, context),
    ...(fact.attempt > 1 ? [retried(context)] : []),
  ];
}

/** Runs say how often something of them was tried again, in whatever passage. */
function retried({ runId }: FactContext): Change {
  return {
    kind: 'update',
    table: 'run_live',
    key: { run_id: runId },
    add: { retries: 1 },
  };
}

function retrying(
  fact: FactOf<'step.retrying'>,
  context: FactContext,
): Change[] {
  const isByOperator = fact.from === 'failed';
  return [
    step(
      fact,
      context,
      {
        ...settled,
        status: 'retrying',
        next_expected: fact.expected,
        losses: fact.losses,
        next_attempt_at: fact.retryAt,
        ...errorColumns(fact.error),
        // The policy starts anew, and so does the time that all attempts may take.
        ...(isByOperator
          ? {
              tries: 0,
              started_at: fact.at,
              completed_at: null,
              duration_ms: null,
            }
          : {}),
      },
      fact.outcome === 'failed' && !isByOperator ? { tries: 1 } : {},
    ),
    ...(fact.recomputed ?? []).map(unit => itemAgain(unit, fact, context)),
    ...attemptEnded(fact, context, fact.outcome, {
      ...errorColumns(fact.error),
      error_stack: fact.error.stack ?? null,
      retry_at: fact.retryAt,
    }),
  ];
}

/** An item that failed runs again with its fan-out; its attempts go on counting, and what they use. */
function itemAgain(
  unit: string,
  fact: FactOf<'step.retrying'>,
  { runId }: FactContext,
): Change {
  const { attempts: _, tokens: __, compute_ms: ___, ...pending } = PENDING_STEP;
  const { step: key, item } = placeOf(unit);
  return {
    kind: 'update',
    table: 'steps',
    key: { run_id: runId, step_key: key, item_index: item },
    set: {
      ...pending,
      next_expected: false,
      generation: fact.generation,
      updated_at: fact.at,
    },
  };
}

function failed(fact: FactOf<'step.failed'>, context: FactContext): Change[] {
  const error = errorColumns(fact.error);
  return [
    step(fact, context, {
      ...ended('failed', fact),
      ...error,
      held: fact.held,
    }),
    ...attemptEnded(fact, context, 'failed', {
      ...error,
      error_stack: fact.error.stack ?? null,
    }),
    ...(fact.endsRun
      ? [
          run(context, {
            ...error,
            failed_step_key: fact.step,
            updated_at: fact.at,
          }),
        ]
      : []),
  ];
}

function waitingHuman(
  fact: FactOf<'step.waiting_human'>,
  context: FactContext,
): Change[] {
  const waiting = { waiting_for: JSON.stringify(fact.waitingFor) };
  if (fact.notice !== 'asked') return [step(fact, context, waiting)];
  return [
    step(fact, context, {
      ...waiting,
      status: 'waiting_human',
      ...(fact.from === 'pending' ? { started_at: fact.at } : {}),
    }),
    ...attemptEnded(fact, context, 'completed'),
    run(context, { hitl: 'requested', updated_at: fact.at }),
    askedDecision(fact, context),
  ];
}

function step(
  fact: FactOfStep,
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

function run({ runId }: FactContext, set: Row): Change {
  return { kind: 'update', table: 'runs', key: { id: runId }, set };
}

function ended(status: string, fact: { at: number; durationMs: number }): Row {
  return {
    ...settled,
    status,
    completed_at: fact.at,
    duration_ms: fact.durationMs,
  };
}

/** A step that its own condition, or a branch not taken, has skipped counts as done. */
function isByCondition({ reason }: FactOf<'step.skipped'>): boolean {
  return reason === 'condition' || reason === 'branch_not_taken';
}

/** One more step that counts as done; or one less, for what is undone is not done. */
function done(
  fact: FactOfStep,
  { runId }: FactContext,
  by: 1 | -1 = 1,
): Change {
  // Neither items of a fan-out nor rollbacks count: the steps do, once.
  const counts = fact.item === -1 && !fact.step.includes(':');
  return {
    kind: 'update',
    table: 'run_live',
    key: { run_id: runId },
    set: {},
    add: { steps_done: counts ? by : 0 },
  };
}
