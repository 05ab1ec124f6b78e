import { RunSnapshot, hasEnded } from 'backstage-plugin-workflow-runs-react';

/** The stretch of time that the timeline shows, in epoch milliseconds. */
export interface TimeDomain {
  start: number;
  end: number;
}

const SHORTEST_MS = 1_000;
/** Room behind the last bar, for its label and for what comes next. */
const MARGIN = 0.03;
/** A target that lies further off would squeeze what there is to see. */
const TARGET_WITHIN = 2;

/**
 * From the run's start to its end, or to now; and to its target, and to when it is likely to end, where that
 * is not far off.
 *
 * @param likelyEnd - epoch milliseconds
 */
export function domainOf(
  snapshot: RunSnapshot,
  now: number,
  likelyEnd?: number | '',
): TimeDomain {
  const { run, attempts, steps } = snapshot;
  const started = run.startedAt ?? run.queuedAt;
  let start = Date.parse(started);
  let last = hasEnded(run.status)
    ? Date.parse(run.completedAt ?? run.updatedAt)
    : now;
  for (const { startedAt, completedAt } of [...attempts, ...steps]) {
    if (!startedAt) continue;
    start = Math.min(start, Date.parse(startedAt));
    last = Math.max(last, Date.parse(completedAt ?? startedAt));
  }
  const length = Math.max(SHORTEST_MS, last - start);
  const shown = [targetOf(snapshot) ?? start, likelyEnd || start]
    .map(each => each - start)
    .filter(each => each <= length * TARGET_WITHIN)
    .reduce((longest, each) => Math.max(longest, each), length);
  return { start, end: start + shown * (1 + MARGIN) };
}

/** When the target of the run is reached; null where it has none. */
export function targetOf({ run }: RunSnapshot): number | null {
  return run.sla?.dueAt ? Date.parse(run.sla.dueAt) : null;
}

/** Where an instant lies, from 0 to 1. */
export function placeOf(domain: TimeDomain, instant: number): number {
  const place = (instant - domain.start) / (domain.end - domain.start);
  return Math.min(1, Math.max(0, place));
}

/** Whether an instant is in view. */
export function isWithin(domain: TimeDomain, instant: number): boolean {
  return instant >= domain.start && instant <= domain.end;
}

const STEPS_S = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
  1800, 3600, 7200, 14_400, 28_800, 86_400,
];

/**
 * Round distances from an origin, in milliseconds, that fit the room there is.
 *
 * @param origin - what they are counted from: the start of the run, whatever is in view
 */
export function ticksOf(
  domain: TimeDomain,
  most: number,
  origin: number = domain.start,
): number[] {
  const length = (domain.end - domain.start) / 1_000;
  const step =
    STEPS_S.find(each => length / each <= Math.max(1, most)) ??
    Math.ceil(length / Math.max(1, most) / 86_400) * 86_400;
  const first = Math.ceil((domain.start - origin) / 1_000 / step);
  const last = Math.floor((domain.end - origin) / 1_000 / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Math.round((first + index) * step * 1_000),
  );
}
