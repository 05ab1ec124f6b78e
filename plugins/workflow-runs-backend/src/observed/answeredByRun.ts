import {
  EngineAction,
  isEnded,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';

/** What became of a command: `canceled` where the run has ended before. */
export interface Answered {
  outcome: 'accepted' | 'completed' | 'refused' | 'failed' | 'canceled';
  message?: string;
}

/** Nobody has said what has come of it. */
export const UNSAID =
  'The engine has not said what has come of it: look at the run';

/**
 * What the run itself tells of something that its engine was asked for and has not answered for good: a run that is
 * canceled was canceled.
 *
 * @returns undefined where it tells nothing
 */
export function answeredByRun(
  { action, generation }: { action: EngineAction; generation: number },
  run: { status: RunStatus; generation: number },
): Answered | undefined {
  const ended = isEnded(run.status);
  const tooLate: Answered | undefined = ended
    ? {
        outcome: 'canceled',
        message: `The run ended before it was done: it is ${run.status}`,
      }
    : undefined;
  switch (action) {
    case 'cancel':
    case 'terminate':
      return run.status === 'canceled' ? { outcome: 'completed' } : tooLate;
    case 'pause':
      return run.status === 'paused' ? { outcome: 'completed' } : tooLate;
    case 'resume':
      if (run.status === 'canceled') return tooLate;
      return ended || run.status === 'running'
        ? { outcome: 'completed' }
        : undefined;
    case 'update':
      // It may have been done long before the run has ended.
      return ended ? { outcome: 'failed', message: UNSAID } : undefined;
    case 'retry':
      // Of a step of a run that is under way, only the engine can tell.
      return run.generation > generation ? { outcome: 'completed' } : undefined;
    default:
      return tooLate;
  }
}
