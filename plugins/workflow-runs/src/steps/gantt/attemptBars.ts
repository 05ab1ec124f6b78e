import { Attempt, Step } from 'backstage-plugin-workflow-runs-common';
import { placeOf, TimeDomain } from './timeDomain';

/** What lies on the time axis in a step's row. Places are from 0 to 1. */
export type TimelineBar =
  | {
      kind: 'attempt';
      attempt: Attempt;
      from: number;
      to: number;
      last: boolean;
      /** How long it could have begun before it did; of the first attempt. */
      delayMs: number;
    }
  | { kind: 'backoff'; ms: number; from: number; to: number }
  /** Of a step that nobody executes: it waits, or others work for it. */
  | { kind: 'span'; ms: number; from: number; to: number };

/**
 * A bar per attempt, and the waits between them; of what has none, from its start to its end.
 *
 * @param readyAt - when what it waits for had ended
 */
export function barsOf(
  step: Step,
  attempts: Attempt[],
  domain: TimeDomain,
  now: number,
  readyAt: number | null = null,
): TimelineBar[] {
  if (attempts.length === 0) return spanOf(step, domain, now);
  const bars = attempts.flatMap((attempt, index): (TimelineBar | null)[] => {
    const start = Date.parse(attempt.startedAt);
    const end = attempt.completedAt ? Date.parse(attempt.completedAt) : now;
    const next = attempts[index + 1];
    const places = placesOf(domain, start, Math.max(start, end));
    const waitsUntil = () => {
      if (next) return Date.parse(next.startedAt);
      return step.status === 'retrying' ? now : end;
    };
    const waited = attempt.completedAt ? waitsUntil() - end : 0;
    // What was waited between passages of the run is nobody's back-off.
    const pause =
      waited > 0 && next?.generation !== attempt.generation + 1
        ? placesOf(domain, end, end + waited)
        : null;
    return [
      places && {
        kind: 'attempt',
        attempt,
        ...places,
        last: next === undefined,
        delayMs:
          index === 0 && readyAt !== null ? Math.max(0, start - readyAt) : 0,
      },
      pause && { kind: 'backoff', ms: waited, ...pause },
    ];
  });
  return bars.filter(bar => bar !== null);
}

function spanOf(step: Step, domain: TimeDomain, now: number): TimelineBar[] {
  if (!step.startedAt) return [];
  const start = Date.parse(step.startedAt);
  const end = step.completedAt ? Date.parse(step.completedAt) : now;
  const places = placesOf(domain, start, Math.max(start, end));
  return places
    ? [{ kind: 'span', ms: Math.max(0, end - start), ...places }]
    : [];
}

/** Where it lies; null where nothing of it is in view. */
export function placesOf(domain: TimeDomain, start: number, end: number) {
  if (end < domain.start || start > domain.end) return null;
  return { from: placeOf(domain, start), to: placeOf(domain, end) };
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
