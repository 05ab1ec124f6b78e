import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { CatalogHealthContext } from './definition';

/** Runs only where `failBelow` was given. */
export function enforceThreshold({
  input: { failBelow = 0 },
  outputs,
  logger,
}: CatalogHealthContext): void {
  const score = outputs.score?.score ?? 0;
  if (score < failBelow) {
    throw new StepFailure(
      'validation_failed',
      `The score is ${score}, below the ${failBelow} asked for`,
      { code: 'score_below_threshold' },
    );
  }
  logger.info(`The score of ${score} is at least ${failBelow}`);
}
