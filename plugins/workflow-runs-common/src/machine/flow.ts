import type { Json, SkipReason } from '../model/vocabulary';
import { evaluate } from './condition';
import type { Draft } from './Draft';
import { itemSettled } from './map';
import { rollbackSettled } from './rollback';
import { skip } from './settle';
import { startReady } from './startReady';
import { isItem, isRollback } from './unit';

/** Goes on from what has settled, and starts what may start, until neither leads any further. */
export function propagate(draft: Draft) {
  do {
    // A list can grow while it is walked.
    for (const unit of draft.settled) {
      if (isItem(unit)) itemSettled(draft, unit);
      else if (isRollback(unit)) rollbackSettled(draft, unit);
      else if (!draft.isGivenUp) reach(draft, release(draft, unit));
    }
    draft.settled.length = 0;
    startReady(draft);
  } while (draft.settled.length > 0);
}

/** Takes up steps whose dependencies have settled: they are skipped, or may start. */
export function reach(draft: Draft, keys: readonly string[]) {
  for (const key of keys) {
    const reason = reasonToSkip(draft, key);
    if (reason) skip(draft, key, reason);
    else draft.patch.ready.added.push(key);
  }
}

/** Counts a settled step off its dependents; returns those that nothing holds back any more. */
function release(draft: Draft, settled: string): string[] {
  return draft.graph.dependentsOf(settled).filter(key => {
    const { unmet, status } = draft.unit(key);
    // An operator may have settled it before its turn.
    if (status !== 'pending') return false;
    draft.change(key, { unmet: unmet - 1 });
    return unmet === 1;
  });
}

function reasonToSkip(draft: Draft, key: string): SkipReason | undefined {
  const { when, join } = draft.graph.step(key);
  const dependencies = draft.graph.dependenciesOf(key);
  const skipped = dependencies.filter(
    dependency => draft.unit(dependency).status === 'skipped',
  );
  const notTaken = dependencies.filter(dependency =>
    isOtherBranch(draft, dependency, key),
  );
  const tooMany = join === 'any' ? Math.max(1, dependencies.length) : 1;
  if (skipped.length + notTaken.length >= tooMany) {
    return notTaken.length > 0 ? 'branch_not_taken' : 'upstream_skipped';
  }
  if (!when) return undefined;
  return evaluate(when, draft.values(key)) ? undefined : 'condition';
}

/** Whether a decision has taken a branch that the step is not on. */
function isOtherBranch(draft: Draft, approval: string, key: string): boolean {
  const step = draft.graph.step(approval);
  if (step.type !== 'approval' || !step.onReject) return false;
  if (draft.unit(approval).status !== 'completed') return false;
  const output = draft.outputOf(approval) as { decision?: Json } | null;
  const isRejected = output?.decision === 'rejected';
  return isRejected !== step.onReject.branch.includes(key);
}
