import { createHash } from 'node:crypto';
import {
  ObservedAttempt,
  ObservedStep,
  RunSnapshot,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { errorColumns } from '../recorder/errorColumns';
import { PENDING_STEP } from '../recorder/stepRows';
import { depthsOf } from './depthsOf';
import {
  attemptStart,
  generationOf,
  passagesOf,
  standingOf,
  startOf,
  statesOf,
} from './standing';

/** A step that an engine says nothing else of does something. */
const ANY_TYPE = 'tool';
const UNEXPLAINED: StepError = {
  category: 'bug',
  code: null,
  message: 'The engine did not say why',
};

/** What an engine says of a failure, or that it says nothing. */
export function errorOf(error: StepError | undefined): StepError {
  return error ?? UNEXPLAINED;
}

/** The step that failed first in the passage that the run is in. */
export function failedStepOf(snapshot: RunSnapshot): string | null {
  const generation = generationOf(snapshot);
  const failed = snapshot.steps.flatMap(step => {
    const { status, attempts } = standingOf(step, generation);
    const end = attempts[attempts.length - 1]?.end;
    return status === 'failed' && end && attempts[0].generation === generation
      ? [{ key: step.key, at: end.at }]
      : [];
  });
  failed.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  return failed[0]?.key ?? null;
}

/** How long it took until it ended, in milliseconds; clocks of senders may differ. */
export function span(from: number, to: number): number {
  return Math.max(0, to - from);
}

/**
 * The rows of an observed run: they follow from what is known of it, and from nothing that was written before. What
 * people have said of the run, and how many lines it has, is not among it.
 */
export function rowsOf(runId: string, snapshot: RunSnapshot): Change[] {
  const generation = generationOf(snapshot);
  return [
    ...rowsOfRun(runId, snapshot),
    ...inTurn(snapshot.steps).flatMap((step, index) =>
      rowsOfStep({ runId, generation }, step, index + 1),
    ),
  ];
}

/** Those that belong to no step of it. */
export function rowsOfRun(runId: string, snapshot: RunSnapshot): Change[] {
  const generation = generationOf(snapshot);
  return [
    {
      kind: 'update',
      table: 'runs',
      key: { id: runId },
      set: { ...runColumns(snapshot), updated_at: lastWordOf(snapshot) },
    },
    {
      kind: 'update',
      table: 'run_live',
      key: { run_id: runId },
      set: {
        steps_total: snapshot.steps.length,
        steps_done: snapshot.steps.filter(step => isDone(step, generation))
          .length,
        retries: retriesOf(snapshot, generation),
      },
    },
    ...statesOf(snapshot).map(
      (state, index): Change => ({
        kind: 'upsert',
        table: 'run_states',
        key: { run_id: runId, number: index + 1 },
        set: {
          generation: state.generation,
          status: state.status,
          reason: state.reason,
          entered_at: state.at,
        },
      }),
    ),
  ];
}

/** That of a step, and those of its tries. */
export function rowsOfStep(
  { runId, generation }: { runId: string; generation: number },
  step: ObservedStep,
  number: number,
): Change[] {
  return [
    {
      kind: 'upsert',
      table: 'steps',
      key: { run_id: runId, step_key: step.key, item_index: -1 },
      set: {
        ...stepColumns(step, generation),
        id: stepIdOf(runId, step.key),
        step_number: number,
        updated_at: lastWordOfStep(step),
      },
    },
    ...step.attempts
      .filter(attempt => attempt.generation <= generation)
      .map(attempt => attemptRow(runId, step, attempt)),
  ];
}

/** The same for the same step, however often its row is written. */
function stepIdOf(runId: string, step: string): string {
  const hash = createHash('sha256').update(`${runId}\0${step}`).digest('hex');
  return `step_${hash.slice(0, 26)}`;
}

/** Tries behind the first one of a step, in each passage; of some, an engine may tell nothing. */
function retriesOf({ steps }: RunSnapshot, generation: number): number {
  let retries = 0;
  for (const { attempts } of steps) {
    const latest = new Map<number, number>();
    for (const { generation: of, number } of attempts)
      if (of <= generation) latest.set(of, number);
    for (const number of latest.values()) retries += number - 1;
  }
  return retries;
}

function isDone(step: ObservedStep, generation: number): boolean {
  const { status } = standingOf(step, generation);
  if (status !== 'skipped') return status === 'completed';
  return ['condition', 'branch_not_taken'].includes(step.skipped!.reason);
}

function runColumns(snapshot: RunSnapshot): Row {
  const states = statesOf(snapshot);
  const { status, generation, reason } = states[states.length - 1];
  const passage = passagesOf(snapshot)[generation];
  const startedAt = passage && startOf(passage);
  const { end } = passage ?? {};
  const isStanding = status === 'paused' || status === 'waiting_human';
  return {
    status,
    generation,
    native_status: snapshot.nativeStatus?.value ?? null,
    workflow_version: snapshot.workflow?.version ?? '',
    trigger_type: snapshot.triggerType ?? 'event',
    triggered_by: snapshot.triggeredBy ?? null,
    started_by: snapshot.startedBy ?? null,
    business_event_id: snapshot.businessEventId ?? null,
    origin_as: snapshot.origin?.as ?? null,
    parent_step_key: snapshot.parent?.step ?? null,
    task_queue: snapshot.taskQueue ?? null,
    attributes: snapshot.attributes
      ? JSON.stringify(snapshot.attributes.value)
      : null,
    // Where it says none, the run has one of ours.
    ...(snapshot.traceId && { trace_id: snapshot.traceId }),
    queued_at: states[0].at,
    started_at: startedAt ?? null,
    completed_at: end?.at ?? null,
    duration_ms: end ? span(startedAt!, end.at) : null,
    blocked_reason: isStanding ? reason : null,
    failed_step_key: status === 'failed' ? failedStepOf(snapshot) : null,
    ...errorColumns(
      status === 'failed' ? errorOf(end!.error ?? stepError(snapshot)) : null,
    ),
  };
}

/** Where an engine says nothing of why a run failed, its first failed step may. */
export function stepError(snapshot: RunSnapshot): StepError | undefined {
  const key = failedStepOf(snapshot);
  const step = snapshot.steps.find(each => each.key === key);
  return step?.attempts[step.attempts.length - 1]?.end?.error;
}

function stepColumns(step: ObservedStep, runGeneration: number): Row {
  const { generation, status, attempts } = standingOf(step, runGeneration);
  const last = attempts[attempts.length - 1];
  const startedAt = attempts.length > 0 ? attemptStart(attempts[0]) : null;
  const isOver = ['completed', 'failed', 'canceled'].includes(status);
  const error = ['failed', 'retrying'].includes(status)
    ? errorOf(last.end!.error)
    : null;
  return {
    ...PENDING_STEP,
    name: step.name ?? step.key,
    type: step.type ?? ANY_TYPE,
    depends_on: JSON.stringify(step.dependsOn ?? []),
    handler: null,
    retry_policy: step.retryPolicy ? JSON.stringify(step.retryPolicy) : null,
    task_queue: step.taskQueue ?? null,
    operations: operationsOf(step, isOver),
    generation,
    status,
    attempts: last?.number ?? 0,
    started_at: startedAt,
    attempt_started_at: last ? attemptStart(last) : null,
    completed_at: isOver ? last.end!.at : null,
    duration_ms: isOver ? span(startedAt!, last.end!.at) : null,
    next_attempt_at: status === 'retrying' ? last.end!.retryAt ?? null : null,
    waiting_for: isOver ? null : waitOf(step),
    skip_reason: status === 'skipped' ? step.skipped!.reason : null,
    native_status: step.nativeStatus?.value ?? null,
    progress: progressOf(step, status),
    report: step.report ? JSON.stringify(step.report.value) : null,
    ...errorColumns(error),
  };
}

/** Nothing can be done any more to what is over, whatever was offered while it went on. */
function operationsOf({ operations }: ObservedStep, isOver: boolean) {
  if (isOver || !operations?.value.length) return null;
  return JSON.stringify(operations.value);
}

function waitOf({ waitingFor }: ObservedStep): string | null {
  const wait = waitingFor?.value;
  if (!wait) return null;
  return JSON.stringify(
    wait.kind === 'event' ? { ...wait, until: wait.until ?? null } : wait,
  );
}

function progressOf({ progress }: ObservedStep, status: string) {
  if (!progress || status !== 'running') return null;
  const { message, fraction } = progress;
  return JSON.stringify({ message, fraction });
}

function attemptRow(
  runId: string,
  step: ObservedStep,
  attempt: ObservedAttempt,
): Change {
  const { generation, number, end } = attempt;
  const ofPassage = step.attempts.filter(
    other => other.generation === generation,
  );
  const isFollowed = ofPassage.some(other => other.number > number);
  const before = ofPassage.find(other => other.number === number - 1);
  const error = end && end.outcome !== 'completed' ? end.error : undefined;
  // The next try has begun, so this one is over: it has failed where failures are tried again, and is lost otherwise.
  const unsaid = allowsTry(step, number + 1) ? 'failed' : 'lost';
  const open = isFollowed ? unsaid : 'running';
  return {
    kind: 'upsert',
    table: 'attempts',
    key: {
      run_id: runId,
      step_key: step.key,
      item_index: -1,
      generation,
      number,
    },
    set: {
      status: end?.outcome ?? open,
      expected: isExpected(step, attempt, before),
      worker: attempt.worker ?? null,
      started_at: attemptStart(attempt),
      completed_at: end?.at ?? null,
      duration_ms: end ? span(attemptStart(attempt), end.at) : null,
      retry_at: end?.retryAt ?? null,
      error_stack: error?.stack ?? null,
      span_id: null,
      ...errorColumns(error ?? null),
    },
  };
}

/** Whether it was provided for that there is such a try; null of a first one, and where nobody has said. */
function isExpected(
  step: ObservedStep,
  { number }: ObservedAttempt,
  before: ObservedAttempt | undefined,
): boolean | null {
  if (number === 1) return null;
  if (before?.end?.willRetry !== undefined) return before.end.willRetry;
  return step.retryPolicy ? allowsTry(step, number) : null;
}

/** Whether the retry policy of a step provides for so many tries. */
export function allowsTry(
  { retryPolicy }: ObservedStep,
  number: number,
): boolean {
  switch (retryPolicy?.kind) {
    case 'keepTrying':
      return true;
    case 'failAfter':
    case 'exponentialBackoff':
      return number <= retryPolicy.attempts;
    default:
      return false;
  }
}

/** Steps as they began; those that have not, behind the others, each behind those that it waits for. */
export function inTurn(steps: readonly ObservedStep[]): ObservedStep[] {
  const begin = ({ attempts, skipped }: ObservedStep) =>
    attempts[0] ? attemptStart(attempts[0]) : skipped?.at ?? Infinity;
  const depths = depthsOf(steps);
  return [...steps].sort((a, b) => {
    const [x, y] = [begin(a), begin(b)];
    if (x !== y) return x < y ? -1 : 1;
    const deeper = depths.get(a.key)! - depths.get(b.key)!;
    if (deeper !== 0) return deeper;
    return a.key < b.key ? -1 : 1;
  });
}

/** When anything that is known of a run was said to have happened last. */
function lastWordOf(snapshot: RunSnapshot): number {
  return Math.max(
    statesOf(snapshot).slice(-1)[0].at,
    snapshot.nativeStatus?.at ?? 0,
    snapshot.attributes?.at ?? 0,
    ...snapshot.steps.map(lastWordOfStep),
  );
}

function lastWordOfStep(step: ObservedStep): number {
  return Math.max(
    step.nativeStatus?.at ?? 0,
    step.progress?.at ?? 0,
    step.report?.at ?? 0,
    step.output?.at ?? 0,
    step.waitingFor?.at ?? 0,
    step.operations?.at ?? 0,
    step.skipped?.at ?? 0,
    ...step.attempts.map(({ end, startedAt }) => end?.at ?? startedAt ?? 0),
  );
}
