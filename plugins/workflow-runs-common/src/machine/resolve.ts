import { callOff } from './callOff';
import type { Draft } from './Draft';
import type { OperatorEvent } from './event';
import { skip } from './settle';
import { rollbackOf } from './unit';
import { isEnded, isOpen } from './settled';

/**
 * Ends a rollback that cannot be brought to its end: what is not undone yet stays as it is. Of a run
 * that has ended, it only notes what has become of it.
 */
export function resolveRollback(
  draft: Draft,
  { note, actor }: Extract<OperatorEvent, { type: 'resolve' }>,
): undefined {
  draft.changed({ resolution: { note, actor } });
  if (isEnded(draft.run('status'))) return;
  // Those of which it has not begun are not begun.
  draft.set({ rollback: { open: 0 } });
  for (const { key, compensate } of draft.graph.definition.steps) {
    const rollback = rollbackOf(key);
    if (!compensate || !draft.has(rollback)) continue;
    if (draft.unit(rollback).generation !== draft.run('generation')) continue;
    if (!isOpen(draft.unit(rollback))) continue;
    callOff(draft, rollback);
    skip(draft, rollback, 'forced');
  }
  reportDealtWith(draft);
}

/** Says so once nothing that could not be rolled back waits for an operator any more. */
export function reportDealtWith(draft: Draft) {
  if (draft.run('held') > 0) return;
  draft.changed({ needsIntervention: false });
}
