import { Step } from 'backstage-plugin-workflow-runs-common';
import { formatDuration } from 'backstage-plugin-workflow-runs-react';

/** A number and its unit stay on one line. */
const durationWords = (ms: number, locale: string) =>
  formatDuration(ms, 'exact', locale).replace(/ /g, '\u00a0');

type Policy = NonNullable<Step['retryPolicy']>;

/** A key of the texts with what is to be filled in. */
export type RetryWords =
  | { key: 'panel.retry.none' }
  | {
      key: 'panel.retry.failAfter';
      values: { attempts: string; delay: string };
    }
  | {
      key: 'panel.retry.exponentialBackoff';
      values: { attempts: string; initial: string; max: string };
    }
  | { key: 'panel.retry.keepTrying'; values: { initial: string; max: string } };

/** How a retry policy reads; undefined for one that this version does not know. */
export function retryWords(
  policy: Policy,
  locale: string,
): RetryWords | undefined {
  const words = (ms: number) => durationWords(ms, locale);
  switch (policy.kind) {
    case 'none':
      return { key: 'panel.retry.none' };
    case 'failAfter':
      return {
        key: 'panel.retry.failAfter',
        values: {
          attempts: String(policy.attempts),
          delay: words(policy.delayMs),
        },
      };
    case 'exponentialBackoff':
      return {
        key: 'panel.retry.exponentialBackoff',
        values: {
          attempts: String(policy.attempts),
          initial: words(policy.initialDelayMs),
          max: words(policy.maxDelayMs),
        },
      };
    case 'keepTrying':
      return {
        key: 'panel.retry.keepTrying',
        values: {
          initial: words(policy.initialDelayMs),
          max: words(policy.maxDelayMs),
        },
      };
    default:
      return undefined;
  }
}

/** How many attempts a policy provides for; undefined where it does not say, or keeps trying. */
export function mostAttempts(policy: Step['retryPolicy']): number | undefined {
  switch (policy?.kind) {
    case 'none':
      return 1;
    case 'failAfter':
    case 'exponentialBackoff':
      return policy.attempts;
    default:
      return undefined;
  }
}
