import type { HoldReason } from '../model/vocabulary';
import type { Draft } from './Draft';
import { beginRollback, mustRollBack } from './rollback';
import { isEnded } from './settled';
import { endSla, resumeSla, suspendSla } from './sla';

/**
 * Draws the conclusion for the run from where its steps are.
 *
 * @returns whether units may start that could not before
 */
export function conclude(draft: Draft): boolean {
  const status = draft.run('status');
  if (isEnded(status) || status === 'queued') return false;
  const isIdle = draft.run('running') === 0 && draft.run('active') === 0;
  if (isIdle && draft.run('open') === 0) return finish(draft);
  if (draft.run('rollback') || status === 'canceling') return false;

  const mayPause = status === 'running' || status === 'waiting_human';
  if (draft.isBlocked) {
    if (mayPause && draft.run('running') === 0) pause(draft);
    return false;
  }
  const isWaiting = draft.run('waiting') > 0 && draft.run('active') === 0;
  if (status === 'paused' || (status === 'waiting_human' && !isWaiting)) {
    resume(draft);
    return true;
  }
  if (status === 'running' && isWaiting) {
    draft.fact({ type: 'run.waiting_human', ...draft.leave('waiting_human') });
    suspendSla(draft);
  }
  return false;
}

function pause(draft: Draft) {
  resumeSla(draft);
  draft.fact({
    type: 'run.paused',
    ...draft.leave('paused'),
    blockedReason: reasonOf(draft),
  });
  suspendSla(draft);
}

function reasonOf(draft: Draft): HoldReason | null {
  if (draft.run('held') > 0) return 'step_failed';
  return draft.run('poisoned') ? 'poison' : null;
}

function resume(draft: Draft) {
  resumeSla(draft);
  draft.fact({ type: 'run.resumed', ...draft.leave('running') });
}

/** All steps have settled: rolls back where that is due, or ends the run. */
function finish(draft: Draft): boolean {
  if (mustRollBack(draft)) {
    beginRollback(draft);
    if (draft.run('rollback')) return true;
  }
  if ((draft.run('rollback')?.open ?? 0) > 0) return false;
  draft.set({ rollback: null });
  end(draft);
  return false;
}

function end(draft: Draft) {
  endSla(draft);
  const sla = draft.run('sla');
  const failure = draft.run('failure');
  const durationMs = draft.since(draft.run('startedAt'));
  if (draft.run('status') === 'canceling') {
    draft.fact({
      type: 'run.canceled',
      ...draft.leave('canceled'),
      durationMs,
    });
  } else if (failure) {
    draft.fact({
      type: 'run.failed',
      ...draft.leave('failed'),
      durationMs,
      ...failure,
    });
  } else {
    draft.fact({
      type: 'run.completed',
      ...draft.leave('completed'),
      durationMs,
      partial: draft.run('partial'),
      ...(sla ? { sla: sla.breached ? 'breached' : 'met' } : {}),
    });
  }
  dismiss(draft);
}

/** Answers those who asked for something that can not be any more. */
function dismiss(draft: Draft) {
  for (const { request, name } of draft.run('earlyEvents')) {
    draft.answer(request, 'refused', `No step has waited for '${name}'`);
  }
  for (const request of Object.keys(draft.run('invocations'))) {
    draft.answer(request, 'refused', 'The run has ended');
  }
  draft.set({ earlyEvents: [], invocations: {} });
}
