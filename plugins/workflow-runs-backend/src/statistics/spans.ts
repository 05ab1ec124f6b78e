/** What time is counted in: the zones of the world are quarters of an hour apart. */
export const QUARTER_MS = 15 * 60_000;
export const DAY_MS = 96 * QUARTER_MS;

/**
 * How long buckets are, in quarters: a quarter of an hour, an hour, six of them, a day, eight of them; each
 * begins at a multiple of its length, in UTC. What is asked for is covered by the longest that fit: a day
 * of a zone holds no whole day of UTC, but three times six hours.
 */
export const SPANS = [1, 4, 24, 96, 768] as const;

/** Of what is seldom asked for by points, these will do: they take less room. */
export const FEW_SPANS = [1, 24, 768] as const;

/** Buckets of the same length, one after the other. */
export interface Stretch {
  span: number;
  /** In quarters. */
  from: number;
  to: number;
}

/** The fewest buckets of some lengths that together are some time, and nothing else. */
export function coverOf(
  from: number,
  to: number,
  spans: readonly number[] = SPANS,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = from; at < to; ) {
    const span = longestAt(at, to, spans);
    addStretch(stretches, { span, from: at, to: at + span });
    at += span;
  }
  return stretches;
}

/** Adds buckets; what follows on another of the same length is one with it. */
export function addStretch(stretches: Stretch[], added: Stretch): void {
  const last = stretches[stretches.length - 1];
  if (last?.span === added.span && last.to === added.from) last.to = added.to;
  else stretches.push({ ...added });
}

function longestAt(at: number, to: number, spans: readonly number[]): number {
  const fitting = spans.filter(span => at % span === 0 && at + span <= to);
  return fitting[fitting.length - 1];
}

/** When the bucket of a length begins that a moment is in. */
export function bucketAt(ms: number, span: number): number {
  const quarter = quarterOf(ms);
  return quarter - (quarter % span);
}

export function quarterOf(ms: number): number {
  return Math.floor(ms / QUARTER_MS);
}

export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}
