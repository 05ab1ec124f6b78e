import { Recorder } from '../../../plugins/workflow-runs-backend/src/recorder/Recorder';
import { testRedaction } from '../../../plugins/workflow-runs-backend/src/__testUtils__/testPrivacy';
import { Place } from '../../connect';
import {
  measureRecorder,
  RecorderResult,
} from '../../store/measurements/recorder';

const WARM_UP_MS = 1_000;

/** Lets everything pass, as nobody should. */
const NOTHING: ConstructorParameters<typeof Recorder>[0]['redaction'] = {
  transition: transition => transition,
  idle: async () => {},
};

/** How many transitions the recorder commits, with and without looking at what they say. */
export function measureRedactedRecorder(task: {
  place: Place;
  how: 'with' | 'without';
  measureMs: number;
}): Promise<RecorderResult> {
  const { place, how, measureMs } = task;
  return measureRecorder(
    place,
    { warmUpMs: WARM_UP_MS, measureMs },
    how === 'with' ? testRedaction : () => NOTHING,
  );
}
