import { RetryPolicy } from 'backstage-plugin-workflow-runs-common';

/** The first failure is final. @public */
export function noRetries(): RetryPolicy {
  return { kind: 'none' };
}

/**
 * Fails for good after so many attempts, the first one included.
 *
 * @param options - `delayMs`: milliseconds between attempts, 0 by default
 * @public
 */
export function failAfter(
  attempts: number,
  options: { delayMs?: number } = {},
): RetryPolicy {
  return { kind: 'failAfter', attempts, delayMs: options.delayMs ?? 0 };
}

/**
 * Waits longer after each failure, with full jitter: up to `initialDelayMs · factorⁿ`, at most
 * `maxDelayMs` milliseconds.
 *
 * @public
 */
export function exponentialBackoff(options: {
  attempts: number;
  initialDelayMs?: number;
  factor?: number;
  maxDelayMs?: number;
}): RetryPolicy {
  return {
    kind: 'exponentialBackoff',
    attempts: options.attempts,
    ...backoff(options),
  };
}

/** Retries until it succeeds, with the waits of an exponential back-off. @public */
export function keepTrying(
  options: {
    initialDelayMs?: number;
    factor?: number;
    maxDelayMs?: number;
  } = {},
): RetryPolicy {
  return { kind: 'keepTrying', ...backoff(options) };
}

function backoff(options: {
  initialDelayMs?: number;
  factor?: number;
  maxDelayMs?: number;
}) {
  return {
    initialDelayMs: options.initialDelayMs ?? 1_000,
    factor: options.factor ?? 2,
    maxDelayMs: options.maxDelayMs ?? 60_000,
  };
}
