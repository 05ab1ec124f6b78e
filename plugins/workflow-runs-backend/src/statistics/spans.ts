/** What time is counted in: the zones of the world are quarters of an hour apart. */
export const QUARTER_MS = 15 * 60_000;

/**
 * How long buckets are, in quarters: a quarter of an hour, an hour, six of them, a day, eight of them; each
 * begins at a multiple of its length, in UTC. What is asked for is covered by the longest that fit: a day
 * of a zone holds no whole day of UTC, but three times six hours.
 */
export const SPANS = [1, 4, 24, 96, 768] as const;

/** Buckets of the same length, one after the other. */
export interface Stretch {
  span: number;
  /** In quarters. */
  from: number;
  to: number;
}

/** The fewest buckets that together are some time, and nothing else. */
export function coverOf(from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = from; at < to; ) {
    const span = longestAt(at, to);
    const last = stretches[stretches.length - 1];
    if (last?.span === span && last.to === at) last.to += span;
    else stretches.push({ span, from: at, to: at + span });
    at += span;
  }
  return stretches;
}

function longestAt(at: number, to: number): number {
  const fitting = SPANS.filter(span => at % span === 0 && at + span <= to);
  return fitting[fitting.length - 1];
}

/** The buckets that a moment is in. */
export function bucketsAt(ms: number): { span: number; at: number }[] {
  const quarter = quarterOf(ms);
  return SPANS.map(span => ({ span, at: quarter - (quarter % span) }));
}

export function quarterOf(ms: number): number {
  return Math.floor(ms / QUARTER_MS);
}
