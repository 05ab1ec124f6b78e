import { durationToMs } from 'backstage-plugin-workflow-runs-common';
import { useNow } from 'backstage-plugin-workflow-runs-react';

const HOUR_MS = 3_600_000;

/**
 * When so long ago was, in epoch milliseconds, to the hour: with each millisecond it would be another
 * question to the API.
 *
 * @param duration - ISO 8601
 */
export function useSince(duration: string): number {
  const now = useNow(HOUR_MS);
  return Math.floor(now / HOUR_MS) * HOUR_MS - durationToMs(duration);
}
