import { LaneDatabase } from '../database/LaneDatabase';
import { plainRedaction } from './testPrivacy';
import { Recorder } from '../recorder/Recorder';
import { newRun } from './newRun';

/** A recorder for tests of what comes behind it. */
export function recorderOn(lane: LaneDatabase): Recorder {
  return new Recorder({
    database: lane,
    redaction: plainRedaction(),
    now: () => Date.now(),
  });
}

/** Creates runs, each with one event. */
export async function appendRuns(
  recorder: Recorder,
  runIds: string[],
): Promise<void> {
  await Promise.all(runIds.map(runId => recorder.commit(newRun(runId))));
}
