import type { Draft } from './Draft';
import { hasToUndo, planRollback } from './rollbackPlan';
import { PENDING } from './state';
import { rollbackOf, undoneBy } from './unit';

/** Whether a run that is about to end has to undo what it did. */
export function mustRollBack(draft: Draft): boolean {
  if (draft.run('rollback')) return false;
  if (draft.run('status') === 'canceling') return true;
  const failure = draft.run('failure');
  if (!failure) return false;
  const { definition, step } = draft.graph;
  const policy = step(failure.step).onFailure ?? definition.onFailure;
  return policy === 'compensate';
}

/** Begins to undo completed steps, the last ones first. */
export function beginRollback(draft: Draft) {
  const plan = planRollback(draft.graph, draft.run('generation'), unit =>
    draft.has(unit) ? draft.unit(unit) : undefined,
  );
  if (plan.open === 0) return;
  draft.set({ rollback: { open: plan.open } });
  for (const [key, undo] of Object.entries(plan.undo)) {
    draft.change(key, { undo });
  }
  for (const key of plan.ready) queueRollback(draft, key);
}

/** Goes on from a rollback that is done, or that an operator has done with. */
export function rollbackSettled(draft: Draft, rollback: string) {
  const key = undoneBy(rollback);
  if (draft.unit(rollback).status === 'completed') {
    draft.fact({
      type: 'step.compensated',
      ...draft.move(key, { status: 'compensated' }),
    });
  }
  const { open } = draft.run('rollback')!;
  // An operator has resolved it: nothing follows any more.
  if (open === 0) return;
  draft.set({ rollback: { open: open - 1 } });
  const undone = [key];
  for (const step of undone) {
    for (const dependency of draft.graph.dependenciesOf(step)) {
      const undo = draft.unit(dependency).undo - 1;
      draft.change(dependency, { undo });
      if (undo > 0) continue;
      if (hasToUndo(draft.graph.step(dependency), draft.unit(dependency))) {
        queueRollback(draft, dependency);
      } else {
        undone.push(dependency);
      }
    }
  }
}

function queueRollback(draft: Draft, key: string) {
  const rollback = rollbackOf(key);
  const generation = draft.run('generation');
  // One of an earlier passage of the run is history.
  draft.change(rollback, { ...PENDING, generation });
  draft.patch.ready.added.push(rollback);
}
