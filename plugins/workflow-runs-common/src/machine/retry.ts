import type { RetryPolicy } from '../definition/steps';
import type { ErrorCategory } from '../model/vocabulary';

const RETRYABLE: ReadonlySet<ErrorCategory> = new Set([
  'transient',
  'timeout',
  'external_api',
  'bug',
]);

/** With how many lost attempts of one step, of all its attempts, its run is parked. @public */
export const MAX_LOSSES = 3;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * Exponential waits have full jitter: evenly spread between 0 and the cap, so that many runs that
 * failed together do not return together (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 *
 * @param tries - failed attempts so far, this one included
 * @param seed - decides the jitter; the same seed always gives the same delay
 * @returns undefined where the policy allows no further attempt, or none after such an error
 * @throws Error where the kind of the policy is unknown
 * @public
 */
export function retryDelay(
  policy: RetryPolicy,
  tries: number,
  category: ErrorCategory,
  seed: string,
): number | undefined {
  if (!RETRYABLE.has(category)) return undefined;
  switch (policy.kind) {
    case 'none':
      return undefined;
    case 'failAfter':
      return tries < policy.attempts ? policy.delayMs : undefined;
    case 'exponentialBackoff':
      return tries < policy.attempts
        ? jittered(policy, tries, seed)
        : undefined;
    case 'keepTrying':
      return jittered(policy, tries, seed);
    default:
      throw new Error(
        `Unknown retry policy: ${(policy as { kind: string }).kind}`,
      );
  }
}

function jittered(
  policy: { initialDelayMs: number; factor: number; maxDelayMs: number },
  tries: number,
  seed: string,
): number {
  // Nothing times infinity is no number, and who keeps trying gets to infinity.
  const growth = Math.min(policy.factor ** (tries - 1), Number.MAX_VALUE);
  const cap = Math.min(policy.maxDelayMs, policy.initialDelayMs * growth);
  return Math.round(cap * unitInterval(seed));
}

/** FNV-1a with a final mix (Fowler–Noll–Vo; murmur3's finaliser), as a number in [0, 1). */
function unitInterval(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
