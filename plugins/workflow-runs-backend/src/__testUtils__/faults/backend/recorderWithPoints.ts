import { Recorder } from '../../../recorder/Recorder';
import { Transition } from '../../../recorder/Transition';
import { Point } from '../points';

/** Has a recorder pass the points before and after each commit. */
export function addPointsToRecorder(
  recorder: Recorder,
  pass: (point: Point) => void,
  isStopping: () => boolean,
): void {
  const commit = recorder.commit.bind(recorder);
  recorder.commit = async transition => {
    const types = new Set(transition.facts.map(({ type }) => type));
    const stopping = isStopping() && transition.fence !== undefined;
    if (usesTimer(transition)) pass('timer.due');
    if (stopping) pass('release.deciding');
    for (const type of types) pass(`decided ${type}`);
    const committed = await commit(transition);
    if (stopping) pass('release.committed');
    for (const type of types) pass(`committed ${type}`);
    return committed;
  };
}

/** Whether an attempt starts that has waited for its time. */
function usesTimer({ facts }: Transition): boolean {
  return facts.some(
    fact =>
      fact.type === 'step.started' &&
      fact.from === 'retrying' &&
      !facts.some(
        other => other.type === 'step.retrying' && other.step === fact.step,
      ),
  );
}
