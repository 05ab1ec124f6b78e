import { appendFileSync } from 'node:fs';
import { Recorder } from '../../../recorder/Recorder';

/** Has a recorder write down each transition that it refuses because its lease was lost. */
export function noteRefusals(recorder: Recorder, file: string): void {
  const commit = recorder.commit.bind(recorder);
  recorder.commit = async transition => {
    try {
      return await commit(transition);
    } catch (error) {
      if ((error as Error).name === 'LeaseLost') {
        appendFileSync(file, `${transition.runId}\n`);
      }
      throw error;
    }
  };
}
