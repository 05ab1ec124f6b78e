import {
  attemptCompleted,
  attemptFailed,
  attemptLost,
  isLatest,
} from './attempts';
import { conclude } from './conclude';
import { Draft } from './Draft';
import type { Effect, MachineEvent } from './event';
import { propagate, reach } from './flow';
import type { WorkflowGraph } from './graph';
import { invoked } from './nodeActions';
import { operate } from './operate';
import { isEnded } from './settled';
import { enter, startSla } from './sla';
import { applyPatch, RunPatch, RunState } from './state';
import { timerDue } from './timers';

/** What follows from an event. Both parts are empty where it decides nothing. @public */
export interface Decision {
  patch: RunPatch;
  /** In the order in which they follow from one another. */
  effects: Effect[];
}

/**
 * Decides what follows from an event: the one brain that every executor asks.
 *
 * Pure: no clock, no random, no I/O, and `state` is left as it is. An event that has come too late
 * (for a step that has settled, a run that has ended, an attempt that is not the latest) decides
 * nothing; a request that cannot be granted is answered with the reason. The cost is that of the
 * units which change and of their neighbours, however many there are; only what concerns a run as a
 * whole looks at every step: its start, a first failure, a cancel, a rollback, a re-opening.
 *
 * @throws Error where the type of the event is none of these
 * @public
 */
export function decide(
  graph: WorkflowGraph,
  state: RunState,
  event: MachineEvent,
): Decision {
  const draft = new Draft(graph, state, event.at);
  take(draft, event);
  do propagate(draft);
  while (conclude(draft));
  return { patch: draft.patch, effects: draft.effects };
}

/** Decides, applies the patch to `state` in place, and returns the effects. @public */
export function advance(
  graph: WorkflowGraph,
  state: RunState,
  event: MachineEvent,
): Effect[] {
  const { patch, effects } = decide(graph, state, event);
  applyPatch(state, patch);
  return effects;
}

function take(draft: Draft, event: MachineEvent) {
  const { status, generation } = draft.state;
  const isTooLate =
    isEnded(status) || (event.generation ?? generation) !== generation;
  switch (event.type) {
    case 'claimed':
      if (status === 'queued') startRun(draft);
      break;
    case 'attempt.completed':
      if (!isTooLate && isLatest(draft, event)) attemptCompleted(draft, event);
      break;
    case 'attempt.failed':
      if (!isTooLate && isLatest(draft, event)) attemptFailed(draft, event);
      break;
    case 'attempt.lost':
      if (!isTooLate && isLatest(draft, event)) attemptLost(draft, event);
      break;
    case 'timer.due':
      if (!isTooLate) timerDue(draft, event);
      break;
    case 'node_action.completed':
    case 'node_action.failed':
      invoked(draft, event);
      break;
    case 'pause':
    case 'resume':
    case 'cancel':
    case 'retry':
    case 'force':
    case 'decide':
    case 'node_action':
    case 'send_event':
    case 'resolve':
      operate(draft, event);
      break;
    default:
      throw new Error(`Unknown event: ${(event as { type: string }).type}`);
  }
}

function startRun(draft: Draft) {
  draft.set({ startedAt: draft.at });
  const slaDueAt = startSla(draft);
  draft.fact({
    type: 'run.started',
    ...enter(draft, 'running'),
    ...(slaDueAt === undefined ? {} : { slaDueAt }),
  });
  reach(
    draft,
    draft.graph.definition.steps
      .map(({ key }) => key)
      .filter(key => {
        const { status, unmet } = draft.unit(key);
        return status === 'pending' && unmet === 0;
      }),
  );
}
