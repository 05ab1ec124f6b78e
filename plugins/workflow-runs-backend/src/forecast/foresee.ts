import { chancesOf } from './chances';
import { Durations } from './Durations';
import { playOn } from './playOn';

/** Fewer durations than this say nothing of the next one. */
export const MIN_RUNS = 10;
/** What a smaller part of runs has come to may have been done too seldom to tell. */
const SELDOM = 0.1;
/** How often the rest of the run is played. */
const MOST_PLAYS = 400;
const FEWEST_PLAYS = 40;
/** Steps times plays, at most: others are not to wait for a forecast. */
const MOST_DRAWS = 100_000;

/** What other runs tell of a step. */
export interface StepPast {
  durations: Durations;
  /** In how many of them it has begun, and in how many of these it then failed for good. */
  begun: number;
  failed: number;
}

/** A step of the run; times are epoch milliseconds. */
export interface StepNow {
  key: string;
  /** It takes one of the steps that depend on it. */
  isDecision: boolean;
  dependsOn: readonly string[];
  /** Whether it is skipped with any of these, or only with all of them. */
  join: 'all' | 'any';
  state: 'waits' | 'runs' | 'skipped' | 'over';
  startedAt: number | null;
  endedAt: number | null;
}

/** When the run, and each of its steps, is likely to be done. */
export interface Foreseen {
  /** When it ends in each play, the earliest first. */
  ends: Float64Array;
  /** In half of the plays, of those steps that are not over. */
  steps: ReadonlyMap<string, { from: number; to: number }>;
}

/** What keeps a forecast from being made, and because of which step. */
export interface Unforeseen {
  reason: 'too_few_runs' | 'longer_than_ever';
  becauseOf: string;
}

/**
 * Plays the rest of a run many times: each step takes as long as in one of the runs before, one that is under
 * way as long as in one of those in which it took longer than it has by now. Steps are taken to be
 * independent of one another. The same run at the same time has the same forecast.
 *
 * @param steps - each behind those that it depends on
 * @param runs - how many runs the past is of
 */
export function foresee(
  steps: readonly StepNow[],
  past: ReadonlyMap<string, StepPast>,
  runs: number,
  now: number,
): Foreseen | Unforeseen {
  const chances = chancesOf(steps, past, runs);
  for (const step of steps) {
    const unforeseen = problemOf(
      step,
      past.get(step.key)?.durations,
      chances.get(step.key)!,
      now,
    );
    if (unforeseen) return unforeseen;
  }
  return playOn({ steps, past, chances, now, plays: playsFor(steps.length) });
}

function problemOf(
  { key, state, startedAt }: StepNow,
  durations: Durations | undefined,
  chance: number,
  now: number,
): Unforeseen | undefined {
  const isUnderWay = state === 'runs';
  const isToCome = state === 'waits' && chance > SELDOM;
  if (!isUnderWay && !isToCome) return undefined;
  if ((durations?.n ?? 0) < MIN_RUNS) {
    return { reason: 'too_few_runs', becauseOf: key };
  }
  return isUnderWay && !durations!.exceed(now - (startedAt ?? now))
    ? { reason: 'longer_than_ever', becauseOf: key }
    : undefined;
}

function playsFor(steps: number): number {
  const plays = Math.floor(MOST_DRAWS / Math.max(1, steps));
  return Math.min(MOST_PLAYS, Math.max(FEWEST_PLAYS, plays));
}
