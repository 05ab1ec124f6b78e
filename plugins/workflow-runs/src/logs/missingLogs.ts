import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-react';

/** Why a log is empty; undefined where nobody can say more than that it is. */
export type MissingLogs = 'engine' | 'queued' | 'neverBegan' | 'step';

/**
 * @param handsOver - whether the engine hands over logs; undefined while it is not known
 */
export function missingLogs(
  run: Pick<Run, 'status' | 'startedAt' | 'generation'>,
  step: Pick<Step, 'startedAt'> | undefined,
  handsOver: boolean | undefined,
): MissingLogs | undefined {
  if (handsOver === false) return 'engine';
  if (run.status === 'queued' && run.generation === 0) return 'queued';
  if (hasEnded(run.status) && run.startedAt === null) return 'neverBegan';
  if (step && step.startedAt === null) return 'step';
  return undefined;
}
