import type { Json } from '../model/vocabulary';
import { begin } from './attempts';
import { startChildClock } from './childClock';
import { fillIn } from './condition';
import type { Draft } from './Draft';
import { placeOf } from './unit';

/** Launches a run of another workflow, whose end is that of the attempt. */
export function startChild(
  draft: Draft,
  unit: string,
  child: {
    /** Null where it is a chunk of the fan-out's own step. */
    workflow: string | null;
    input: Json;
    chunk?: { from: number; to: number };
  },
) {
  const waitingFor = {
    kind: 'child',
    workflow: child.workflow ?? draft.graph.definition.name,
  } as const;
  const isFirst = draft.unit(unit).startedAt === null;
  const attempt = begin(draft, unit, waitingFor);
  // It goes on through retries.
  if (isFirst) startChildClock(draft, unit);
  draft.effects.push({
    type: 'startChild',
    ...placeOf(unit),
    attempt,
    ...child,
  });
}

/** Starts the step that is a run of another workflow. */
export function startChildStep(draft: Draft, key: string) {
  const step = draft.graph.step(key);
  if (step.type !== 'child') throw new Error(`Step '${key}' is no child run`);
  startChild(draft, key, {
    workflow: step.workflow,
    input: fillIn(step.input, draft.values(key)),
  });
}
