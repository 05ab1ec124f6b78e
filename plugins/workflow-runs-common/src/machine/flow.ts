import type { SkipReason } from '../model/vocabulary';
import { evaluate } from './condition';
import { Draft, isOpen } from './Draft';
import { itemSettled, mayStartItems, startNextItem } from './map';
import { rollbackSettled } from './rollback';
import { skip } from './settle';
import { start } from './start';
import { isItem, isRollback, unitId } from './unit';

/** Goes on from what has settled, and starts what may start, until neither leads any further. */
export function propagate(draft: Draft) {
  do {
    for (const unit of draft.settled.splice(0)) {
      if (isItem(unit)) itemSettled(draft, unit);
      else if (isRollback(unit)) rollbackSettled(draft, unit);
      else if (!draft.isGivenUp) reach(draft, release(draft, unit));
    }
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
  const tooMany = join === 'any' ? dependencies.length : 1;
  if (skipped.length > 0 && skipped.length >= tooMany) {
    return 'upstream_skipped';
  }
  if (dependencies.some(dependency => isOtherBranch(draft, dependency, key))) {
    return 'branch_not_taken';
  }
  if (!when) return undefined;
  return evaluate(when, draft.values(key)) ? undefined : 'condition';
}

/** Whether a decision has taken a branch that the step is not on. */
function isOtherBranch(draft: Draft, approval: string, key: string): boolean {
  const step = draft.graph.step(approval);
  if (step.type !== 'approval' || !step.onReject) return false;
  const output =
    draft.patch.outputs[approval] ?? draft.state.outputs[approval] ?? null;
  const { decision } = (output ?? {}) as { decision?: string };
  const isRejected = decision === 'rejected';
  return isRejected !== step.onReject.branch.includes(key);
}

/** Starts units in the order in which they came, as long as there is room. */
function startReady(draft: Draft) {
  if (draft.run('rollback') === null && draft.isBlocked && !draft.isGivenUp) {
    return;
  }
  const waiting = waitingUnits(draft);
  for (let unit = waiting.next(); unit !== undefined; unit = waiting.next()) {
    if (!mayStart(draft, unit)) {
      waiting.take();
    } else if (!hasRoom(draft, unit)) {
      return;
    } else {
      waiting.take();
      const { status } = draft.unit(unit);
      if (status !== 'running') start(draft, unit);
      else if (startNextItem(draft, unit)) draft.patch.ready.added.push(unit);
    }
  }
}

/** Reads the queue through the patch, and takes from its front. */
function waitingUnits({ state, patch }: Draft) {
  const { waiting, taken } = state.ready;
  return {
    next: (): string | undefined => {
      const at = taken + patch.ready.taken;
      return at < waiting.length
        ? waiting[at]
        : patch.ready.added[at - waiting.length];
    },
    take: () => {
      patch.ready.taken += 1;
    },
  };
}

/** What waited for its turn may have settled since, or not be wanted any more. */
function mayStart(draft: Draft, unit: string): boolean {
  if (isRollback(unit)) {
    const { status } = draft.unit(unit);
    const isUnderWay = (draft.run('rollback')?.open ?? 0) > 0;
    return isUnderWay && (status === 'pending' || status === 'retrying');
  }
  if (draft.isGivenUp || !isOpen(draft.unit(unit))) return false;
  const { status } = draft.unit(unit);
  if (status === 'pending' || status === 'retrying') return true;
  return !isItem(unit) && mayStartItems(draft, unit);
}

/** Only what a worker executes takes room. */
function hasRoom(draft: Draft, unit: string): boolean {
  const startsItem = draft.unit(unit).status === 'running';
  return (
    draft.run('running') < draft.run('limit') ||
    !draft.graph.executes(startsItem ? unitId(unit, 0) : unit)
  );
}
