import { Priority } from 'backstage-plugin-workflow-runs-common';

const PRIORITY_RANK: Record<Priority, number> = {
  high: 0,
  normal: 10,
  low: 20,
};
const BACKFILL_RANK = 100;

const MINUTE = 60_000;
/** How long a run of a priority lets one of high priority pass. */
const PATIENCE_MS = [
  { rank: PRIORITY_RANK.low, ms: 20 * MINUTE },
  { rank: PRIORITY_RANK.normal, ms: 5 * MINUTE },
  { rank: PRIORITY_RANK.high, ms: 0 },
];
/** And how much longer a backfill lets production pass. */
const BACKFILL_PATIENCE_MS = 60 * MINUTE;

/** How urgent a run is, as it is stored: lower is more urgent. */
export function rankOf(run: { priority: Priority; backfill: boolean }): number {
  return PRIORITY_RANK[run.priority] + (run.backfill ? BACKFILL_RANK : 0);
}

/** Whether a rank is that of a backfill. */
export function isBackfill(rank: number): boolean {
  return rank >= BACKFILL_RANK;
}

/**
 * Runs are claimed in this order, the lowest first: as if each had become due later by the patience
 * of its rank. So a run is overtaken only by what becomes due within that time after it, however
 * much of it there is, and starves never.
 */
export function dueOrder(run: { rank: number; wakeAt: number }): number {
  const priority = isBackfill(run.rank) ? run.rank - BACKFILL_RANK : run.rank;
  const { ms } = PATIENCE_MS.find(({ rank }) => priority >= rank)!;
  return run.wakeAt + ms + (isBackfill(run.rank) ? BACKFILL_PATIENCE_MS : 0);
}

/** Sorts runs, or queues by their first run, as they are claimed. */
export function byUrgency(
  a: { rank: number; wakeAt: number },
  b: { rank: number; wakeAt: number },
): number {
  return dueOrder(a) - dueOrder(b) || a.rank - b.rank;
}
