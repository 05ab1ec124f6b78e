import { ValidatorResult } from 'backstage-plugin-workflow-runs-common';
import { StepFailure, Verdict } from 'backstage-plugin-workflow-runs-node';

const MAX_REASONS = 100;
const MAX_REASON = 1_000;

/**
 * What a validator returned, as it is recorded.
 *
 * @throws StepFailure where it is no verdict: nothing may pass that nobody has judged
 */
export function toVerdict(
  validator: string,
  verdict: Verdict,
): ValidatorResult {
  const { passed, score, reasons } = { ...verdict };
  if (typeof passed !== 'boolean') {
    throw new StepFailure(
      'bug',
      `The validator '${validator}' did not say whether the output passed`,
      { code: 'NO_VERDICT' },
    );
  }
  return {
    validator,
    passed,
    score:
      typeof score === 'number' && Number.isFinite(score)
        ? Math.min(1, Math.max(0, score))
        : null,
    reasons: (Array.isArray(reasons) ? reasons : [])
      .slice(0, MAX_REASONS)
      .map(reason => String(reason).slice(0, MAX_REASON)),
  };
}
