import { useEffect, useRef } from 'react';
import {
  hasEnded,
  Run,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';

/**
 * Tells of a run's end, once each time that it is seen to end: a run that had ended when it was first
 * seen is no news, and one that was opened again ends again.
 */
export function useRunEnd(
  run: Run | undefined,
  onEnd: (status: RunStatus) => void,
) {
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });

  const seen = useRef<{ id: string; generation: number; ended: boolean }>();
  const { id, generation, status } = run ?? {};
  useEffect(() => {
    if (id === undefined || generation === undefined || !status) return;
    const before = seen.current;
    const ended = hasEnded(status);
    seen.current = { id, generation, ended };
    if (!ended || before?.id !== id) return;
    if (!before.ended || before.generation !== generation) {
      latest.current(status);
    }
  }, [id, generation, status]);
}
