import {
  ObservedStep,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { Change } from '../database/changes';
import { inTurn, rowsOf, rowsOfRun, rowsOfStep } from './rowsOf';
import { generationOf, statesOf } from './standing';

/**
 * What is written: rows that are not as they were. A step of which nothing was told is the same object in both, and
 * need not be looked at: a run may have thousands.
 */
export function changesBetween(
  runId: string,
  previous: RunSnapshot | null,
  next: RunSnapshot,
): Change[] {
  if (!previous) return rowsOf(runId, next);
  return [
    ...newRows(rowsOfRun(runId, previous), rowsOfRun(runId, next)),
    ...surplusStates(runId, previous, next),
    ...stepsBetween(runId, previous, next),
  ];
}

function stepsBetween(
  runId: string,
  previous: RunSnapshot,
  next: RunSnapshot,
): Change[] {
  const before = { runId, generation: generationOf(previous) };
  const now = { runId, generation: generationOf(next) };
  const isSamePassage = before.generation === now.generation;
  const known = new Map<string, { step: ObservedStep; number: number }>();
  inTurn(previous.steps).forEach((step, index) =>
    known.set(step.key, { step, number: index + 1 }),
  );
  return inTurn(next.steps).flatMap((step, index) => {
    const number = index + 1;
    const old = known.get(step.key);
    const isSame = old?.step === step && old.number === number;
    if (isSame && isSamePassage) return [];
    return newRows(
      old ? rowsOfStep(before, old.step, old.number) : [],
      rowsOfStep(now, step, number),
    );
  });
}

function newRows(before: Change[], now: Change[]): Change[] {
  const known = new Set(before.map(row => JSON.stringify(row)));
  return now.filter(row => !known.has(JSON.stringify(row)));
}

/** What is known later may leave fewer states than were told. */
function surplusStates(
  runId: string,
  previous: RunSnapshot,
  next: RunSnapshot,
): Change[] {
  const from = statesOf(next).length + 1;
  const surplus = Math.max(0, statesOf(previous).length - from + 1);
  return Array.from({ length: surplus }, (_, index) => ({
    kind: 'delete',
    table: 'run_states',
    key: { run_id: runId, number: from + index },
  }));
}
