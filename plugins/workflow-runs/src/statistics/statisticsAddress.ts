import {
  durationToMs,
  runFilterSchema,
} from 'backstage-plugin-workflow-runs-common';

/** Lengths of time to look back on, as ISO 8601 durations. */
export const PRESETS = ['P1D', 'P7D', 'P30D', 'P90D'] as const;
export type Preset = (typeof PRESETS)[number];
/** What is shown where the address does not say. */
export const DEFAULT_PRESET: Preset = 'P7D';

/** What the address can be narrowed by, beside a time. */
export const NARROWINGS = [
  'owner',
  'workflow',
  'environment',
  'version',
] as const;
export type Narrowing = (typeof NARROWINGS)[number];

/** Owners that stand for the groups of whoever reads, so that one link is right for all. */
export const MINE = 'mine';

const QUARTER_MS = 15 * 60_000;
/** No more than the API sums up at once. */
const MOST_MS = 400 * durationToMs('P1D');

/** Which time is summed up: one that goes on with the clock, or one that somebody chose. */
export type TimeChoice =
  | { since: Preset }
  /** Either end may be open. ISO 8601. */
  | { since: null; from?: string; to?: string };

/** What the address of the statistics says. */
export interface StatisticsAddress {
  time: TimeChoice;
  /** Lists, as the API writes them. */
  narrowed: Partial<Record<Narrowing, string>>;
  /** Parts of the address that cannot be, and were left out. */
  problems: string[];
}

/**
 * Reads the address; what cannot be is told in `problems`, and left out.
 *
 * @param now - epoch milliseconds
 */
export function readStatisticsAddress(
  params: URLSearchParams,
  now: number,
): StatisticsAddress {
  const problems: string[] = [];
  const narrowed: StatisticsAddress['narrowed'] = {};
  for (const name of NARROWINGS) {
    const text = params.get(name);
    if (!text) continue;
    if (runFilterSchema.shape[name].safeParse(text).success) {
      narrowed[name] = text;
    } else problems.push(`${name}=${text}`);
  }
  const { time, wrong } = readTime(params, now);
  return { time, narrowed, problems: [...problems, ...wrong] };
}

/** Why nothing can be summed up between two instants. */
export type TimeProblem = 'empty' | 'order' | 'length' | 'future';

/**
 * What is wrong with two instants, either of which may be left open; undefined where nothing is.
 *
 * @param now - epoch milliseconds
 */
export function checkTime(
  time: { from?: string; to?: string },
  now: number,
): TimeProblem | undefined {
  if (time.from === undefined && time.to === undefined) return 'empty';
  const { from, to = Infinity } = timeAsked({ since: null, ...time }, now);
  if (from >= to) return 'order';
  if (from > now) return 'future';
  return to - from > MOST_MS && to !== Infinity ? 'length' : undefined;
}

function readTime(
  params: URLSearchParams,
  now: number,
): {
  time: TimeChoice;
  wrong: string[];
} {
  const wrong: string[] = [];
  const instant = (name: 'from' | 'to') => {
    const text = params.get(name);
    if (!text) return {};
    const parsed = runFilterSchema.shape[name].safeParse(text);
    if (parsed.success) return { [name]: new Date(parsed.data!).toISOString() };
    wrong.push(`${name}=${text}`);
    return {};
  };
  const chosen = { ...instant('from'), ...instant('to') };
  const problem = checkTime(chosen, now);
  if (!problem) return { time: { since: null, ...chosen }, wrong };
  if (problem !== 'empty') {
    for (const [name, value] of Object.entries(chosen)) {
      wrong.push(`${name}=${value}`);
    }
  }
  const since = params.get('since');
  const preset = PRESETS.find(each => each === since);
  if (since && !preset) wrong.push(`since=${since}`);
  return { time: { since: preset ?? DEFAULT_PRESET }, wrong };
}

/** Writes a choice into an address, and leaves the rest of it alone. */
export function writeStatisticsAddress(
  params: URLSearchParams,
  wanted: {
    time?: TimeChoice;
    narrowed?: Partial<Record<Narrowing, string | null>>;
  },
): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string | null | undefined) => {
    if (value) next.set(name, value);
    else next.delete(name);
  };
  const { time, narrowed = {} } = wanted;
  if (time) {
    set('since', time.since === DEFAULT_PRESET ? null : time.since);
    set('from', time.since === null ? time.from : null);
    set('to', time.since === null ? time.to : null);
  }
  for (const name of NARROWINGS) {
    if (name in narrowed) set(name, narrowed[name]);
  }
  return next;
}

/**
 * Which time the API is asked for. One that goes on with the clock does so by quarters of an hour, which is what
 * the API adds up: with each millisecond it would be another question.
 *
 * @param now - epoch milliseconds
 */
export function timeAsked(
  time: TimeChoice,
  now: number,
): { from: number; to?: number } {
  if (time.since !== null) {
    const quarter = Math.ceil(now / QUARTER_MS) * QUARTER_MS;
    return { from: quarter - durationToMs(time.since) };
  }
  const { from, to } = time;
  const end = to === undefined ? undefined : Date.parse(to);
  return {
    from:
      from === undefined
        ? end! - durationToMs(DEFAULT_PRESET)
        : // Open at its end, it may have become too long since it was chosen.
          Math.max(
            Date.parse(from),
            end === undefined ? now - MOST_MS : -Infinity,
          ),
    ...(end === undefined ? {} : { to: end }),
  };
}
