import { EngineAction, RunFact } from 'backstage-plugin-workflow-runs-common';
import { Answered } from './answeredByRun';

/** What the log tells of the last word on something that the engine of a run was asked for. */
export function answerFact(
  asked: { actionId: string; action: EngineAction; generation: number },
  { outcome, message }: Answered,
  at: number,
): RunFact {
  if (outcome === 'completed' || outcome === 'accepted')
    return { ...asked, at, type: 'action.completed' };
  return {
    ...asked,
    at,
    type: 'action.failed',
    outcome,
    message: message ?? 'The engine did not say why',
  };
}
