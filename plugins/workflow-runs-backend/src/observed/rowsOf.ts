import {
  ObservedAttempt,
  ObservedStep,
  RunSnapshot,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { errorColumns } from '../recorder/errorColumns';
import { PENDING_STEP } from '../recorder/stepRows';
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
 *
 * @param idOf - the id of a step's row
 */
export function rowsOf(
  runId: string,
  snapshot: RunSnapshot,
  idOf: (stepKey: string) => string,
): Change[] {
  const generation = generationOf(snapshot);
  const at = lastWordOf(snapshot);
  const tries = snapshot.steps.flatMap(step =>
    step.attempts
      .filter(attempt => attempt.generation <= generation)
      .map(attempt => attemptRow(runId, step, attempt)),
  );
  const done = snapshot.steps.filter(step => isDone(step, generation)).length;
  return [
    {
      kind: 'update',
      table: 'runs',
      key: { id: runId },
      set: { ...runColumns(snapshot), updated_at: at },
    },
    {
      kind: 'update',
      table: 'run_live',
      key: { run_id: runId },
      set: {
        steps_total: snapshot.steps.length,
        steps_done: done,
        retries: tries.filter(({ key }) => Number(key.number) > 1).length,
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
    ...inTurn(snapshot.steps).map(
      (step, index): Change => ({
        kind: 'upsert',
        table: 'steps',
        key: { run_id: runId, step_key: step.key, item_index: -1 },
        set: {
          ...stepColumns(step, generation),
          id: idOf(step.key),
          step_number: index + 1,
          updated_at: lastWordOfStep(step),
        },
      }),
    ),
    ...tries,
  ];
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
    retry_policy: null,
    generation,
    status,
    attempts: last?.number ?? 0,
    started_at: startedAt,
    attempt_started_at: last ? attemptStart(last) : null,
    completed_at: isOver ? last.end!.at : null,
    duration_ms: isOver ? span(startedAt!, last.end!.at) : null,
    skip_reason: status === 'skipped' ? step.skipped!.reason : null,
    native_status: step.nativeStatus?.value ?? null,
    progress: progressOf(step, status),
    report: step.report ? JSON.stringify(step.report.value) : null,
    ...errorColumns(error),
  };
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
  // The next try has begun, so this one is over, however it has ended.
  const open = isFollowed ? 'lost' : 'running';
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
      expected: before?.end?.willRetry ?? null,
      worker: null,
      started_at: attemptStart(attempt),
      completed_at: end?.at ?? null,
      duration_ms: end ? span(attemptStart(attempt), end.at) : null,
      retry_at: null,
      error_stack: error?.stack ?? null,
      span_id: null,
      ...errorColumns(error ?? null),
    },
  };
}

/** Steps as they began; those that have not, behind the others. */
function inTurn(steps: readonly ObservedStep[]): ObservedStep[] {
  const begin = ({ attempts, skipped }: ObservedStep) =>
    attempts[0] ? attemptStart(attempts[0]) : skipped?.at ?? Infinity;
  return [...steps].sort((a, b) => {
    const [x, y] = [begin(a), begin(b)];
    if (x !== y) return x < y ? -1 : 1;
    return a.key < b.key ? -1 : 1;
  });
}

/** When anything that is known of a run was said to have happened last. */
function lastWordOf(snapshot: RunSnapshot): number {
  return Math.max(
    statesOf(snapshot).slice(-1)[0].at,
    snapshot.nativeStatus?.at ?? 0,
    ...snapshot.steps.map(lastWordOfStep),
  );
}

function lastWordOfStep(step: ObservedStep): number {
  return Math.max(
    step.nativeStatus?.at ?? 0,
    step.progress?.at ?? 0,
    step.report?.at ?? 0,
    step.skipped?.at ?? 0,
    ...step.attempts.map(({ end, startedAt }) => end?.at ?? startedAt ?? 0),
  );
}
