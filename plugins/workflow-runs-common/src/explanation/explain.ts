import type { Attempt, OperatorAction, Run, Step } from '../model/run';
import type { StepError } from '../model/vocabulary';

/** What is known of a run whose end is to be explained. @public */
export interface RunToExplain {
  run: Pick<Run, 'status' | 'error' | 'progress'>;
  steps: readonly Step[];
  /** At least those of the step that failed. */
  attempts: readonly Attempt[];
}

/** Why a run ended as it did. @public */
export type Explanation =
  | {
      kind: 'failed';
      step: Step | undefined;
      error: Omit<StepError, 'stack'>;
      attempts: number;
      expectedRetries: number;
      unexpectedRetries: number;
      skipped: number;
    }
  | {
      kind: 'canceled';
      actor: string | null;
      reason: string | null;
      completed: number;
      total: number;
      skipped: number;
    };

/** What happened to a run that failed or was canceled. @public */
export function explain(
  snapshot: RunToExplain,
  /** What was asked of it, the newest first. */
  actions: readonly OperatorAction[],
): Explanation | undefined {
  const { run, steps } = snapshot;
  const skipped = steps.filter(
    step =>
      step.status === 'skipped' &&
      (step.skipReason === 'upstream_failed' ||
        step.skipReason === 'run_canceled'),
  ).length;

  if (run.status === 'failed') {
    const step = steps.find(each => each.stepKey === run.error?.stepKey);
    const attempts = snapshot.attempts.filter(
      attempt =>
        attempt.stepKey === step?.stepKey &&
        attempt.itemIndex === step.itemIndex,
    );
    return {
      kind: 'failed',
      step,
      error: run.error ?? { category: 'bug', code: null, message: '–' },
      // Engines elsewhere do not always tell of each of them.
      attempts: Math.max(attempts.length, step?.attempts ?? 0, 1),
      expectedRetries: attempts.filter(each => each.expected === true).length,
      unexpectedRetries: attempts.filter(each => each.expected === false)
        .length,
      skipped,
    };
  }
  if (run.status === 'canceled') {
    const action = actions.find(each =>
      ['cancel', 'terminate'].includes(each.action),
    );
    return {
      kind: 'canceled',
      actor: action?.actor ?? null,
      reason: action?.reason ?? null,
      completed: run.progress.completedSteps,
      total: run.progress.totalSteps,
      skipped,
    };
  }
  return undefined;
}
