import type { StepError, WaitingFor } from '../model/vocabulary';
import { callOff } from './callOff';
import { childLimit, stopChildClock } from './childClock';
import type { Draft } from './Draft';
import type { MachineEvent, Usage } from './event';
import { giveUp } from './giveUp';
import { mayStartItems } from './fanOut';
import { MAX_LOSSES, retryDelay } from './retry';
import { cancelUnit, complete } from './settle';
import { stepError } from './stepError';
import { isItem, isRollback, placeOf, undoneBy, unitId } from './unit';
import { judge } from './validation';

type EventOf<T extends MachineEvent['type']> = Extract<
  MachineEvent,
  { type: T }
>;

/** Begins the next attempt of a unit; what no worker executes waits for something. */
export function begin(draft: Draft, unit: string, waitingFor?: WaitingFor) {
  const { attempt: last, startedAt, nextExpected } = draft.unit(unit);
  const attempt = last + 1;
  if (isRollback(unit) && attempt === 1) {
    const undone = draft.about(undoneBy(unit));
    draft.fact({ type: 'compensation.started', ...undone });
  }
  draft.fact({
    type: 'step.started',
    ...draft.move(unit, {
      status: 'running',
      attempt,
      startedAt: startedAt ?? draft.at,
      attemptStartedAt: draft.at,
      waitingFor: waitingFor ?? null,
    }),
    attempt,
    expected: nextExpected,
    ...(waitingFor ? { waitingFor } : {}),
  });
  return attempt;
}

/** Has a worker execute the next attempt of a unit. */
export function execute(draft: Draft, unit: string) {
  const attempt = begin(draft, unit);
  const { timeoutMs, totalTimeoutMs } = draft.triesOf(unit);
  const left = totalTimeoutMs
    ? totalTimeoutMs - draft.since(draft.unit(unit).startedAt)
    : Infinity;
  draft.effects.push({
    type: 'start',
    ...placeOf(unit),
    attempt,
    timeoutMs: Math.max(1, Math.min(timeoutMs!, left)),
  });
}

/** Whether the end of an attempt counts: it is the latest, and it is under way. */
export function isLatest(
  draft: Draft,
  { step, item, attempt }: { step: string; item?: number; attempt: number },
): boolean {
  const unit = unitId(step, item);
  if (!draft.has(unit)) return false;
  const { status, attempt: latest, waitingFor } = draft.unit(unit);
  const ends = waitingFor === null || waitingFor.kind === 'child';
  return status === 'running' && ends && latest === attempt;
}

export function attemptCompleted(
  draft: Draft,
  event: EventOf<'attempt.completed'>,
) {
  const unit = unitId(event.step, event.item);
  const { usage, validation } = event;
  if (event.failedItems) {
    draft.change(unit, { failedItems: event.failedItems });
  }
  draft.keepOutput(unit, event.output);
  stopChildClock(draft, unit);
  const verdict = judge(draft, unit, validation ?? [], usage);
  if (verdict === 'passed') complete(draft, unit, { usage, validation });
  else if (verdict !== 'asked') failUnit(draft, unit, verdict, { usage });
}

export function attemptFailed(draft: Draft, event: EventOf<'attempt.failed'>) {
  const unit = unitId(event.step, event.item);
  const { error, usage } = event;
  if (isBeingCanceled(draft, unit)) {
    cancelUnit(draft, unit, usage);
    return;
  }
  const { tries, attempt, startedAt } = draft.unit(unit);
  const { retry, totalTimeoutMs } = draft.triesOf(unit);
  const delay = retryDelay(
    retry,
    tries + 1,
    error.category,
    `${draft.state.seed}/${unit}/${attempt}`,
  );
  if (delay === undefined || isInVain(draft, unit)) {
    failUnit(draft, unit, error, { usage });
    return;
  }
  if (totalTimeoutMs && draft.since(startedAt) + delay >= totalTimeoutMs) {
    failUnit(draft, unit, totalTimeout(totalTimeoutMs, error), { usage });
    return;
  }
  draft.change(unit, { tries: tries + 1 });
  tryAgain(draft, unit, { error, delay, outcome: 'failed', usage });
}

export function attemptLost(draft: Draft, event: EventOf<'attempt.lost'>) {
  const unit = unitId(event.step, event.item);
  const { usage } = event;
  if (isBeingCanceled(draft, unit)) {
    cancelUnit(draft, unit, usage);
    return;
  }
  const error = workerLost(event.attempt);
  const losses = draft.unit(unit).losses + (event.inGoodOrder ? 0 : 1);
  // Counted on: whoever resumes the run gives the step as many chances again.
  const isPoison = !event.inGoodOrder && losses % MAX_LOSSES === 0;
  // A rollback is not paused: an operator has to see to it.
  if (isRollback(unit) ? isPoison : isInVain(draft, unit)) {
    failUnit(draft, unit, error, { usage });
    return;
  }
  if (isPoison) draft.set({ poisoned: true });
  draft.change(unit, { losses });
  tryAgain(draft, unit, {
    error,
    delay: 0,
    outcome: 'lost',
    // A worker that stops starts nothing more: the timer is for the next one.
    isForNextWorker: event.inGoodOrder,
    usage,
  });
}

function tryAgain(
  draft: Draft,
  unit: string,
  again: {
    error: StepError;
    delay: number;
    outcome: 'failed' | 'lost';
    isForNextWorker?: boolean;
    usage?: Usage;
  },
) {
  const { error, delay, outcome, usage } = again;
  const { attempt, attemptMs } = draft.times(unit);
  const retryAt = draft.at + delay;
  const expected = outcome === 'failed';
  const startsAtOnce = delay === 0 && !again.isForNextWorker;
  draft.fact({
    type: 'step.retrying',
    ...draft.move(unit, {
      status: 'retrying',
      nextExpected: expected,
      retryAt: startsAtOnce ? null : retryAt,
      error,
    }),
    attempt,
    outcome,
    losses: draft.unit(unit).losses,
    expected,
    error,
    attemptMs,
    retryAt,
    ...(usage ? { usage } : {}),
  });
  if (startsAtOnce) {
    draft.patch.ready.added.push(unit);
  } else {
    draft.timer('retry', unit, retryAt);
  }
}

/** Settles a unit that has failed for good, as far as its workflow leaves that to the machine. */
export function failUnit(
  draft: Draft,
  unit: string,
  error: StepError,
  options: { usage?: Usage; byOperator?: boolean } = {},
) {
  const { attempt, ...times } = draft.times(unit);
  const isStep = !isItem(unit) && !isRollback(unit);
  const held =
    isRollback(unit) || (isStep && !options.byOperator && isHeld(draft, unit));
  const endsRun = isStep && !held && !draft.isGivenUp;
  const hadFailures = draft.run('held') > 0;
  stopChildClock(draft, unit);
  draft.fact({
    type: 'step.failed',
    ...draft.move(unit, { status: 'failed', error, held }),
    ...times,
    attempt: attempt || null,
    error,
    endsRun,
    held,
    ...(options.usage ? { usage: options.usage } : {}),
  });
  if (isRollback(unit)) {
    const undone = draft.about(undoneBy(unit));
    draft.fact({ type: 'compensation.failed', ...undone, error });
    if (!hadFailures) {
      draft.fact({
        type: 'run.needs_intervention',
        ...draft.aboutRun(),
        step: undone.step,
        error,
      });
    }
  }
  if (endsRun) {
    draft.set({ failure: { step: unit, error } });
    giveUp(draft, 'upstream_failed');
  }
}

/** The run of another workflow has not ended, or has not been tried again, in the time for it. */
export function childTimedOut(draft: Draft, unit: string) {
  const { status, error } = draft.unit(unit);
  const isUnderWay = status === 'running' || status === 'retrying';
  if (!isUnderWay || isBeingCanceled(draft, unit)) return;
  callOff(draft, unit);
  failUnit(draft, unit, totalTimeout(childLimit(draft, unit)!, error));
}

/** What runs may settle, but a further attempt would help neither its run nor its fan-out. */
function isInVain(draft: Draft, unit: string): boolean {
  if (isRollback(unit)) return false;
  if (draft.isGivenUp) return true;
  if (!isItem(unit)) return false;
  const { step } = placeOf(unit);
  return !mayStartItems(draft.graph.step(step), draft.unit(step));
}

function isHeld(draft: Draft, unit: string): boolean {
  const { definition, step } = draft.graph;
  const policy = step(unit).onFailure ?? definition.onFailure;
  return policy === 'hold' && !draft.isGivenUp;
}

function isBeingCanceled(draft: Draft, unit: string): boolean {
  return draft.run('status') === 'canceling' && !isRollback(unit);
}

function workerLost(attempt: number): StepError {
  return stepError(
    'transient',
    'WORKER_LOST',
    `The worker of attempt ${attempt} stopped before the attempt ended`,
  );
}

function totalTimeout(limitMs: number, last: StepError | null): StepError {
  const lastWords = last ? `. The last attempt: ${last.message}` : '';
  return stepError(
    'timeout',
    'TOTAL_TIMEOUT',
    `It did not succeed within ${limitMs} ms${lastWords}`,
  );
}
