import type { SkipReason } from '../model/vocabulary';
import { callOff } from './callOff';
import type { Draft } from './Draft';
import { cancelUnit, skip } from './settle';
import { isOpen } from './settled';
import { unitId } from './unit';

/**
 * Settles every step of which nothing executes: nothing more starts, so there is nothing to pause.
 * What runs may settle.
 */
export function giveUp(
  draft: Draft,
  reason: Extract<SkipReason, 'upstream_failed' | 'run_canceled'>,
) {
  if (draft.run('pauseAsked') && draft.run('status') === 'running') {
    draft.changed({ pauseRequested: false });
  }
  draft.set({ pauseAsked: false, poisoned: false, awaiting: {} });
  for (const { key, type } of draft.graph.definition.steps) {
    if (!isOpen(draft.unit(key))) continue;
    switch (draft.unit(key).status) {
      case 'pending':
        skip(draft, key, reason);
        break;
      case 'running':
        if (type === 'wait') {
          callOff(draft, key);
          cancelUnit(draft, key);
        } else if (type === 'map') {
          giveUpItems(draft, key, reason);
        } else if (reason === 'run_canceled') {
          callOff(draft, key);
        }
        break;
      case 'waiting_human':
        callOff(draft, key);
        cancelUnit(draft, key);
        break;
      default:
        giveUpRetry(draft, key, reason);
    }
  }
}

/** What has failed and would be tried again, or decided upon, has failed. */
export function giveUpRetry(draft: Draft, unit: string, reason: SkipReason) {
  callOff(draft, unit);
  if (reason === 'run_canceled') {
    cancelUnit(draft, unit);
    return;
  }
  const { attempt, ...times } = draft.times(unit);
  const { error } = draft.unit(unit);
  draft.fact({
    type: 'step.failed',
    ...draft.move(unit, { status: 'failed' }),
    ...times,
    attempt: attempt || null,
    error: error!,
    endsRun: false,
    held: false,
  });
}

/** No further item starts; the fan-out settles with the last of those that run. */
function giveUpItems(draft: Draft, map: string, reason: SkipReason) {
  const { fanOut } = draft.unit(map);
  for (let i = 0; i < fanOut!.next; i++) {
    const item = unitId(map, i);
    const { status } = draft.unit(item);
    if (status === 'retrying') giveUpRetry(draft, item, reason);
    else if (status === 'running' && reason === 'run_canceled') {
      callOff(draft, item);
    }
  }
  if (fanOut!.open === 0) cancelUnit(draft, map);
}
