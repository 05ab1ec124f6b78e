import { Run } from 'backstage-plugin-workflow-runs-common';
import { quantile } from './quantile';

/** A share with what it is one of. */
export interface Share {
  /** 0 to 1; null where it is of nothing. */
  value: number | null;
  /** How many runs have it. */
  count: number;
  /** Of how many. */
  of: number;
}

/** What some ended runs tell, taken together. */
export interface RunsSummary {
  /** How many they are. */
  ended: number;
  completed: number;
  failed: number;
  canceled: number;
  /** Of those that completed or failed: what somebody canceled has neither worked nor failed. */
  success: Share;
  /** Of those of which it is known. */
  firstPass: Share;
  /** Of those that have a target. */
  sla: Share;
  retries: number;
  /** Of completed runs, in milliseconds. */
  duration: { p50: number | null; p95: number | null; count: number };
  /** When the first of them was queued, and the last; ISO 8601. */
  from: string | null;
  to: string | null;
}

/** Below so many a number is a hint, and says how many it is of. */
export const FEW = 30;

/** Sums up runs that have ended; others are left out. */
export function summarizeRuns(runs: readonly Run[]): RunsSummary {
  const ended = runs.filter(isEnded);
  const having = (status: Run['status']) =>
    ended.filter(run => run.status === status);
  const completed = having('completed');
  const failed = having('failed').length;
  const passes = ended.flatMap(run => run.effectiveness.firstPassSuccess ?? []);
  const targets = ended.flatMap(run => run.sla?.status ?? []);
  const durations = completed.flatMap(run => run.durationMs ?? []);
  const times = ended.map(run => run.queuedAt).sort();
  return {
    ended: ended.length,
    completed: completed.length,
    failed,
    canceled: having('canceled').length,
    success: shareOf(completed.length, completed.length + failed),
    firstPass: shareOf(passes.filter(Boolean).length, passes.length),
    sla: shareOf(
      targets.filter(status => status === 'met').length,
      targets.length,
    ),
    retries: ended.reduce((sum, run) => sum + run.retries, 0),
    duration: {
      p50: quantile(durations, 0.5),
      p95: quantile(durations, 0.95),
      count: durations.length,
    },
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
  };
}

/** The runs that took longest, the longest first. */
export function longestRuns(runs: readonly Run[], most: number): Run[] {
  return runs
    .filter(run => isEnded(run) && run.durationMs !== null)
    .sort((a, b) => b.durationMs! - a.durationMs!)
    .slice(0, most);
}

/** Whether a run is one that statistics are about. */
export function isEnded(run: Run): boolean {
  return (
    run.status === 'completed' ||
    run.status === 'failed' ||
    run.status === 'canceled'
  );
}

function shareOf(count: number, of: number): Share {
  return { value: of === 0 ? null : count / of, count, of };
}
