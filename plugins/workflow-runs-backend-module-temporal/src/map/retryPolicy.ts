import { RetryPolicy } from 'backstage-plugin-workflow-runs-common';
import { temporal } from '@temporalio/proto';
import { durationOf } from './protobuf';

const DAY_MS = 86_400_000;

/** A retry policy of Temporal in the words of the portal, which know no longer delays than a day. */
export function retryPolicyOf(
  policy: temporal.api.common.v1.IRetryPolicy | null | undefined,
): RetryPolicy | undefined {
  if (!policy) return undefined;
  const initialDelayMs = Math.min(durationOf(policy.initialInterval), DAY_MS);
  const factor = Math.min(Math.max(policy.backoffCoefficient ?? 1, 1), 10);
  const maxDelayMs = Math.min(
    durationOf(policy.maximumInterval) || initialDelayMs * 100,
    DAY_MS,
  );
  const attempts = Math.min(policy.maximumAttempts ?? 0, 1_000);
  if (attempts === 1) return { kind: 'none' };
  if (attempts <= 0)
    return { kind: 'keepTrying', initialDelayMs, factor, maxDelayMs };
  if (factor === 1)
    return { kind: 'failAfter', attempts, delayMs: initialDelayMs };
  return {
    kind: 'exponentialBackoff',
    attempts,
    initialDelayMs,
    factor,
    maxDelayMs,
  };
}

/** How long the policy lets the server wait after a failed attempt, in milliseconds. */
export function backoffOf(policy: RetryPolicy | undefined, attempt: number) {
  switch (policy?.kind) {
    case 'failAfter':
      return policy.delayMs;
    case 'keepTrying':
    case 'exponentialBackoff':
      return Math.min(
        Math.floor(policy.initialDelayMs * policy.factor ** (attempt - 1)),
        policy.maxDelayMs,
      );
    default:
      return 0;
  }
}
