import { ask } from './approval';
import { execute } from './attempts';
import { startChild } from './child';
import type { Draft } from './Draft';
import { startMap, startUnit } from './map';
import { isItem, placeOf } from './unit';
import { startWait } from './wait';

/** Starts a unit: for the first time, or again. */
export function start(draft: Draft, unit: string) {
  if (isItem(unit)) {
    const { step, item } = placeOf(unit);
    startUnit(draft, step, item);
    return;
  }
  switch (draft.graph.node(unit).type) {
    case 'approval':
      ask(draft, unit);
      break;
    case 'wait':
      startWait(draft, unit);
      break;
    case 'child':
      startChild(draft, unit);
      break;
    case 'map':
      startMap(draft, unit);
      break;
    default:
      execute(draft, unit);
  }
}
