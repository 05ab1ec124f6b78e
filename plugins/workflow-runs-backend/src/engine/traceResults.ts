import { StepError } from 'backstage-plugin-workflow-runs-common';

/* Results in the words of the semantic conventions for CI/CD (`cicd.pipeline.*`). */

/** `cicd.pipeline.task.run.result` of an attempt. */
export function taskResult(
  outcome:
    | { type: 'completed' | 'released' }
    | { type: 'failed'; error: StepError },
): string {
  switch (outcome.type) {
    case 'completed':
      return 'success';
    case 'released':
      return 'cancellation';
    default:
      return outcome.error.code === 'RUN_CANCELED'
        ? 'cancellation'
        : failureResult(outcome.error.category);
  }
}

/** `cicd.pipeline.result` of a run that has ended. */
export function pipelineResult(
  status: string,
  errorCategory: string | null,
): string {
  if (status === 'completed') return 'success';
  return status === 'canceled'
    ? 'cancellation'
    : failureResult(errorCategory ?? '');
}

function failureResult(category: string): string {
  return category === 'timeout' ? 'timeout' : 'failure';
}
