import { Freshness } from '../model/engine';
import { RunEvent } from '../model/fact';
import { Attempt, Run, RunStateEntry, Step } from '../model/run';
import { Json, RunStatus } from '../model/vocabulary';
import { Watching } from '../model/watching';

/** A run with all that its page shows at once, as far as it is known. @public */
export interface KnownRun {
  run: Run;
  states: RunStateEntry[];
  /** In the order of the definition. */
  steps: Step[];
  /** In the order they started. */
  attempts: Attempt[];
  /** The latest events that arrived live; earlier ones are read page by page. */
  recentEvents: RunEvent[];
  /** The latest log line's number; null while nobody has said. */
  logSequence: number | null;
  /** Who hears of it; the run's own answer says so, and no update does. */
  watch?: Watching;
  /** As of when it is known; null where nobody needs to ask its engine. The run's own answer says so. */
  freshness?: Freshness | null;
  /** What else its engine keeps with it, by name; null where it keeps nothing. The run's own answer says so. */
  attributes?: Record<string, Json> | null;
}

const ended: ReadonlySet<string> = new Set<RunStatus>([
  'completed',
  'failed',
  'canceled',
]);

/** Whether a run in this status has ended; an unknown one has not. @public */
export function hasEnded(status: RunStatus | (string & {})): boolean {
  return ended.has(status);
}

/** Identifies a step, or one item of its fan-out, within a run. @public */
export function stepIdOf(step: { stepKey: string; itemIndex: number }): string {
  return step.itemIndex < 0
    ? step.stepKey
    : `${step.stepKey}[${step.itemIndex}]`;
}
