import type { HoldReason } from '../model/vocabulary';
import type { Draft } from './Draft';
import { beginRollback, mustRollBack } from './rollback';
import { isEnded } from './settled';
import { enter, isLate, slaTimer } from './sla';
import { emptyQueue } from './startReady';
import type { RunState } from './state';

/**
 * Draws the conclusion for the run from where its steps are.
 *
 * @returns whether more may follow from it
 */
export function conclude(draft: Draft): boolean {
  const status = draft.run('status');
  if (isEnded(status) || status === 'queued') return false;
  if (status === 'paused' || status === 'waiting_human') {
    if (isToStay(draft, status)) return false;
    draft.fact({ type: 'run.resumed', ...enter(draft, 'running') });
    return true;
  }
  if (hasSettled(draft)) return finish(draft);
  if (draft.isGivenUp) return false;
  if (draft.isBlocked) {
    if (draft.run('running') === 0) pause(draft);
  } else if (isWaiting(draft)) {
    draft.fact({
      type: 'run.waiting_human',
      ...enter(draft, 'waiting_human'),
    });
  }
  return false;
}

/** Whether nothing has come up that ends a pause, or a wait for humans. */
function isToStay(draft: Draft, status: 'paused' | 'waiting_human'): boolean {
  if (status === 'waiting_human') return isWaiting(draft) && !draft.isBlocked;
  if (!draft.isBlocked || hasSettled(draft)) return false;
  const blockedReason = reasonOf({
    held: draft.run('held'),
    poisoned: draft.run('poisoned'),
  });
  if (blockedReason !== reasonOf(draft.state)) draft.changed({ blockedReason });
  return true;
}

function isWaiting(draft: Draft): boolean {
  return draft.run('waiting') > 0 && draft.run('active') === 0;
}

/** Nothing is under way, and nothing of the definition is left to do. */
function hasSettled(draft: Draft): boolean {
  const counters = ['running', 'active', 'open'] as const;
  return counters.every(counter => draft.run(counter) === 0);
}

function pause(draft: Draft) {
  const blockedReason = reasonOf({
    held: draft.run('held'),
    poisoned: draft.run('poisoned'),
  });
  draft.fact({ type: 'run.paused', ...enter(draft, 'paused'), blockedReason });
}

function reasonOf({
  held,
  poisoned,
}: Pick<RunState, 'held' | 'poisoned'>): HoldReason | null {
  if (held > 0) return 'step_failed';
  return poisoned ? 'poison' : null;
}

/** All steps have settled: rolls back where that is due, or ends the run. */
function finish(draft: Draft): boolean {
  if (mustRollBack(draft)) {
    beginRollback(draft);
    if (draft.run('rollback')) return true;
  }
  if ((draft.run('rollback')?.open ?? 0) > 0) return false;
  end(draft);
  return false;
}

function end(draft: Draft) {
  const failure = draft.run('failure');
  const durationMs = draft.since(draft.run('startedAt'));
  if (isLate(draft)) slaTimer(draft, 'sla_breach');
  if (draft.run('status') === 'canceling') {
    draft.fact({
      type: 'run.canceled',
      ...enter(draft, 'canceled'),
      durationMs,
      ...targetOf(draft),
    });
  } else if (failure) {
    draft.fact({
      type: 'run.failed',
      ...enter(draft, 'failed'),
      durationMs,
      ...failure,
      ...targetOf(draft),
    });
  } else {
    draft.fact({
      type: 'run.completed',
      ...enter(draft, 'completed'),
      durationMs,
      partial: isPartial(draft),
      ...targetOf(draft),
    });
  }
  draft.set({ rollback: null, pauseAsked: false, poisoned: false });
  emptyQueue(draft);
  dismiss(draft);
}

/** Whether the run ends in time; one of which the clock never started has taken none. */
function targetOf(draft: Draft): { sla?: 'met' | 'breached' } {
  if (draft.run('slaTargetMs') === null) return {};
  return { sla: draft.run('sla')?.breached ? 'breached' : 'met' };
}

/** Steps were skipped by force, or a fan-out ended without all of its items. */
function isPartial(draft: Draft): boolean {
  return draft.graph.definition.steps.some(({ key }) => {
    const { skipReason, fanOut } = draft.unit(key);
    return skipReason === 'forced' || (fanOut?.failed ?? 0) > 0;
  });
}

/** Answers those who asked for something that can not be any more. */
function dismiss(draft: Draft) {
  for (const { request, name } of draft.run('earlyEvents')) {
    draft.answer(request, 'refused', `No step has waited for '${name}'`);
  }
  for (const request of Object.keys(draft.run('invocations'))) {
    draft.answer(request, 'canceled', 'The run ended before it was done');
  }
  draft.set({ earlyEvents: [], invocations: {} });
}
