import { CurrentStep, Run, Step } from 'backstage-plugin-workflow-runs-common';
import { hasEnded, stepIdOf } from 'backstage-plugin-workflow-runs-react';

/** Why a run does not go on by itself, that steps do not tell. */
export type Notice = 'intervention' | 'poison' | 'held' | 'other';

/** What keeps a run from going on, apart from what its steps wait for. */
export function noticeOf(
  { needsIntervention, blockedReason, status }: Run,
  steps: readonly Step[],
): Notice | undefined {
  if (hasEnded(status)) return undefined;
  if (needsIntervention) return 'intervention';
  if (blockedReason === null) return undefined;
  if (blockedReason === 'poison') return 'poison';
  if (blockedReason !== 'step_failed') return 'other';
  // The step that has failed says so itself.
  return steps.some(({ held }) => held) ? undefined : 'held';
}

/** The steps that say what happens now: those at work, then those that wait. */
export function stepsNow(
  run: { currentSteps: readonly CurrentStep[] },
  steps: readonly Step[],
): CurrentStep[] {
  const named = new Set(run.currentSteps.map(stepIdOf));
  const waiting = steps.filter(
    step =>
      (step.held || step.waitingFor !== null) && !named.has(stepIdOf(step)),
  );
  return [
    ...run.currentSteps,
    ...waiting.map(step => ({
      stepKey: step.stepKey,
      itemIndex: step.itemIndex,
      name: step.name,
      status: step.status,
      attempt: step.attempts,
      progress: step.progress,
    })),
  ];
}
