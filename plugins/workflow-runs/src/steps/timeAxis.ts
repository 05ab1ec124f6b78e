import { RunSnapshot, hasEnded } from 'backstage-plugin-workflow-runs-react';

/** The stretch of time that the timeline shows, in epoch milliseconds. */
export interface TimeDomain {
  start: number;
  end: number;
}

const SHORTEST_MS = 1_000;
/** Room behind the last bar, for its label and for what comes next. */
const MARGIN = 0.03;

/** From the run's start to its end, or to now. */
export function domainOf(snapshot: RunSnapshot, now: number): TimeDomain {
  const { run, attempts } = snapshot;
  const first = attempts[0]?.startedAt;
  const start = Math.min(
    ...[run.startedAt, first, run.startedAt ? null : run.queuedAt]
      .filter(Boolean)
      .map(time => Date.parse(time!)),
  );
  const ends = attempts.map(each =>
    Date.parse(each.completedAt ?? each.startedAt),
  );
  const last = hasEnded(run.status)
    ? Math.max(Date.parse(run.completedAt ?? run.updatedAt), ...ends)
    : Math.max(now, ...ends);
  const length = Math.max(SHORTEST_MS, last - start);
  return { start, end: start + length * (1 + MARGIN) };
}

/** Where an instant lies, from 0 to 1. */
export function placeOf(domain: TimeDomain, instant: number): number {
  const place = (instant - domain.start) / (domain.end - domain.start);
  return Math.min(1, Math.max(0, place));
}

const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
  14_400, 28_800, 86_400,
];

/** Round distances from the start, in milliseconds, that fit the room there is. */
export function ticksOf(domain: TimeDomain, most: number): number[] {
  const length = (domain.end - domain.start) / 1_000;
  const step =
    STEPS_S.find(each => length / each <= Math.max(1, most)) ??
    Math.ceil(length / Math.max(1, most) / 86_400) * 86_400;
  const count = Math.floor(length / step);
  return Array.from({ length: count + 1 }, (_, index) =>
    Math.round(index * step * 1_000),
  );
}
