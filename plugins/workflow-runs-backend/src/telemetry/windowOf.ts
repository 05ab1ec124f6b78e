import { RunRecord } from '../queries/runToWire';

/** Clocks differ, and the last lines are written when the run has ended already. */
const MARGIN_MS = 60_000;
/** As far as Loki looks by default (721 hours, less a margin). */
const MAX_WINDOW_MS = 30 * 86_400_000;

/** The time in which lines about a run were written, in epoch milliseconds. */
export function windowOf(
  run: Pick<RunRecord, 'queuedAt' | 'completedAt'>,
  now: number,
): { from: number; to: number } {
  const from = Date.parse(run.queuedAt) - MARGIN_MS;
  const end = run.completedAt ? Date.parse(run.completedAt) : now;
  return { from, to: Math.min(end + MARGIN_MS, from + MAX_WINDOW_MS) };
}
