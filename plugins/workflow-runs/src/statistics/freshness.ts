import { Statistics } from 'backstage-plugin-workflow-runs-common';

/** What lags by less is as good as now. */
const TOLERATED_MS = 60_000;

/**
 * How far counting is behind what is shown, in milliseconds; null where it is not, or has not begun.
 *
 * @param now - epoch milliseconds
 */
export function lagOf(
  { freshAt, to }: Pick<Statistics, 'freshAt' | 'to'>,
  now: number,
): number | null {
  if (freshAt === null) return null;
  const lag = Math.min(now, Date.parse(to)) - Date.parse(freshAt);
  return lag > TOLERATED_MS ? lag : null;
}
