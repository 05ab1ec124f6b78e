import { useClockOffset } from './serverClock';
import { useNow } from './useNow';

/**
 * How long ago something happened on this device, in milliseconds; never negative, for its clock may be
 * set back.
 *
 * @param since - by the clock of this device, in epoch milliseconds
 * @param intervalMs - how often to look; null stops it
 */
export function useAge(since: number, intervalMs: number | null): number {
  const now = useNow(intervalMs);
  const offset = useClockOffset();
  return Math.max(0, now - offset - since);
}
