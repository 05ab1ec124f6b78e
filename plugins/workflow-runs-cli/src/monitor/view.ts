import type { Line } from '../terminal/line';
import type { Frame } from './frame';
import { listView } from './listView';
import { runView } from './runView';
import type { MonitorState } from './state';
import { stepView } from './stepView';
import { chosenStep } from './state';

/** The whole screen, for whichever view is open. */
export function viewOf(state: MonitorState, frame: Frame): Line[] {
  if (state.view === 'list') return listView(state, frame);
  return state.view === 'step' && chosenStep(state)
    ? stepView(state, frame)
    : runView(state, frame);
}
