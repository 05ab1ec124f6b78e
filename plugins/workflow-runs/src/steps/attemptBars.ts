import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import { placeOf, TimeDomain } from './timeAxis';

/** What lies on the time axis in a step's row. Places are from 0 to 1. */
export type TimelineBar =
  | {
      kind: 'attempt';
      attempt: Attempt;
      from: number;
      to: number;
      last: boolean;
    }
  | { kind: 'backoff'; ms: number; from: number; to: number };

/** A bar per attempt, and the waits between them. */
export function barsOf(
  step: Step,
  attempts: Attempt[],
  domain: TimeDomain,
  now: number,
): TimelineBar[] {
  const place = (instant: number) => placeOf(domain, instant);
  return attempts.flatMap((attempt, index): TimelineBar[] => {
    const start = Date.parse(attempt.startedAt);
    const end = attempt.completedAt ? Date.parse(attempt.completedAt) : now;
    const next = attempts[index + 1];
    const bar: TimelineBar = {
      kind: 'attempt',
      attempt,
      from: place(start),
      to: place(Math.max(start, end)),
      last: next === undefined,
    };
    const waitsUntil = () => {
      if (next) return Date.parse(next.startedAt);
      return step.status === 'retrying' ? now : end;
    };
    const waited = attempt.completedAt ? waitsUntil() - end : 0;
    if (waited <= 0) return [bar];
    return [
      bar,
      {
        kind: 'backoff',
        ms: waited,
        from: place(end),
        to: place(end + waited),
      },
    ];
  });
}

/** Attempts of a run by the id of their step, in the order they started. */
export function attemptsByStep(
  attempts: Attempt[],
  stepIdOf: (attempt: Attempt) => string,
): Map<string, Attempt[]> {
  const byStep = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const id = stepIdOf(attempt);
    const known = byStep.get(id);
    if (known) known.push(attempt);
    else byStep.set(id, [attempt]);
  }
  return byStep;
}
