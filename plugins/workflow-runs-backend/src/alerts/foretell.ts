import { setImmediate } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  AlertPreview,
  AlertRuleContent,
} from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { whereRun } from '../queries/condition';
import { QUARTER_MS, quarterOf } from '../statistics/spans';
import { newRunTally } from '../statistics/Tally';
import { CompiledScope } from './compile';
import { judgeSpan, judgeWindow, WindowKind } from './figureOf';
import { advanceAlert, newStanding, Reading } from './machine';
import {
  firstOfSilence,
  heardOf,
  SilenceKind,
  silenceSince,
  WatchedRule,
  windowSpan,
} from './readRule';
import { CountedQuarter, readQuarters } from './readSpans';

/** How far back it is asked what a rule would have done, in quarters of an hour. */
export const PAST_QUARTERS = 7 * 96;
/** Runs of which it is looked at when they began to wait. */
const MAX_WAITED = 10_000;

/** A reading of the past. */
export interface PastReading extends Reading {
  at: number;
}

/** What a rule would have done in the last seven days, evaluated every quarter of an hour. */
export async function foretell(
  knex: Knex,
  rule: WatchedRule,
  now: number,
): Promise<AlertPreview> {
  const { content } = rule;
  const readings = await readPast(knex, rule, now);
  // Whatever the rule was set to say of the time before, nobody knows: it begins with nothing.
  let standing = newStanding(readings[0].at);
  const points: AlertPreview['points'] = [];
  const episodes: {
    firedAt: number;
    resolvedAt: number | null;
    value: number;
  }[] = [];
  for (const { at, ...reading } of readings) {
    const { standing: next, effects } = advanceAlert(
      standing,
      reading,
      content,
      {
        at,
        newEpisode: 'preview',
      },
    );
    standing = next;
    for (const effect of effects) {
      if (effect.type === 'open') {
        episodes.push({ firedAt: at, resolvedAt: null, value: effect.value });
      }
      if (effect.type === 'close') episodes.at(-1)!.resolvedAt = at;
    }
    const { value, runs } = reading;
    points.push({ at: toIso(at), value, runs, status: standing.status });
  }
  return {
    from: toIso(readings[0].at),
    to: toIso(now),
    points,
    episodes: episodes.map(({ firedAt, resolvedAt, value }) => ({
      firedAt: toIso(firedAt),
      resolvedAt: toIsoOrNull(resolvedAt),
      value,
    })),
    capped: readings.some(({ capped }) => capped),
  };
}

/** The readings of each quarter of an hour, just before it is over; the last one is of now. */
export async function readPast(
  knex: Knex,
  { content, compiled }: WatchedRule,
  now: number,
): Promise<PastReading[]> {
  const last = quarterOf(now);
  const times = Array.from({ length: PAST_QUARTERS }, (_, index) => {
    const quarter = last - PAST_QUARTERS + 1 + index;
    return Math.min(now, (quarter + 1) * QUARTER_MS - 1);
  });
  const { kind, threshold, windowMs } = content;
  if (kind === 'queue_age') {
    return pastOfQueue(knex, compiled, { threshold, times });
  }
  const isSilence = kind === 'nothing_ended' || kind === 'nothing_completed';
  const from = isSilence
    ? firstOfSilence(times[0], threshold)
    : windowSpan(times[0], windowMs!).from;
  const { quarters, capped } = await readQuarters(knex, compiled, {
    from,
    to: last + 1,
  });
  const readings = isSilence
    ? pastOfSilence(kind, quarters, { threshold, times })
    : await pastOfWindow(kind as WindowKind, quarters, content, times);
  return readings.map(reading => ({ ...reading, capped }));
}

/** The window is moved on: what comes in is added, and what goes out is taken away. */
async function pastOfWindow(
  kind: WindowKind,
  quarters: readonly CountedQuarter[],
  content: AlertRuleContent,
  times: readonly number[],
): Promise<Omit<PastReading, 'capped'>[]> {
  const tally = newRunTally();
  const readings: Omit<PastReading, 'capped'>[] = [];
  let [in_, out] = [0, 0];
  for (const at of times) {
    const { from, to } = windowSpan(at, content.windowMs!);
    while (in_ < quarters.length && quarters[in_].quarter < to) {
      tally.add(quarters[in_].tally);
      in_ += 1;
    }
    while (out < in_ && quarters[out].quarter < from) {
      tally.add(quarters[out].tally, -1);
      out += 1;
    }
    readings.push({ at, ...judgeWindow(kind, tally, content) });
    // With many bins it takes a while: others are not to wait for that.
    if (readings.length % 96 === 0) await setImmediate();
  }
  return readings;
}

function pastOfSilence(
  kind: SilenceKind,
  quarters: readonly CountedQuarter[],
  { threshold, times }: { threshold: number; times: readonly number[] },
): Omit<PastReading, 'capped'>[] {
  const heard = quarters.filter(({ tally }) => heardOf(kind, tally) > 0);
  let next = 0;
  return times.map(at => {
    while (next < heard.length && heard[next].quarter <= quarterOf(at))
      next += 1;
    const first = firstOfSilence(at, threshold);
    const latest = heard[next - 1];
    const isHeard = latest !== undefined && latest.quarter >= first;
    const since = isHeard ? latest.quarter : first - 1;
    return {
      at,
      ...judgeSpan(silenceSince(since, at), threshold),
      runs: isHeard ? heardOf(kind, latest.tally) : 0,
    };
  });
}

/** A run waits from when it is launched until it starts, or ends without. */
async function pastOfQueue(
  knex: Knex,
  { condition }: CompiledScope,
  { threshold, times }: { threshold: number; times: readonly number[] },
): Promise<PastReading[]> {
  const rows: DatabaseRow[] = await whereRun(knex('runs'), condition)
    .where('runs.backfill', false)
    .where('runs.ordered_at', '>=', times[0] - threshold - QUARTER_MS)
    .orderBy([
      { column: 'runs.ordered_at', order: 'desc' },
      { column: 'runs.id', order: 'desc' },
    ])
    .limit(MAX_WAITED)
    .select('runs.queued_at', 'runs.started_at', 'runs.completed_at');
  const waits = rows
    .map(({ queued_at, started_at, completed_at }) => ({
      from: Number(queued_at),
      to: Number(started_at ?? completed_at ?? Infinity),
    }))
    .sort((a, b) => a.from - b.from);
  let open: typeof waits = [];
  let next = 0;
  return times.map(at => {
    while (next < waits.length && waits[next].from <= at) {
      open.push(waits[next]);
      next += 1;
    }
    open = open.filter(({ to }) => to > at);
    const value = open.length === 0 ? 0 : at - open[0].from;
    return {
      at,
      ...judgeSpan(value, threshold),
      runs: open.length,
      capped: rows.length === MAX_WAITED,
    };
  });
}
