import { Knex } from 'knex';
import { AlertRuleContent } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { whereRun } from '../queries/condition';
import { QUARTER_MS, quarterOf } from '../statistics/spans';
import { RunTally } from '../statistics/Tally';
import { CompiledScope } from './compile';
import { judgeSpan, judgeWindow, WindowKind } from './figureOf';
import { Reading } from './machine';
import { readQuarters, sumSpan } from './readSpans';

/** Where statistics are further behind than that, what they say is not of now. */
const MAX_BEHIND_MS = QUARTER_MS;
/** Runs that wait and are counted, at most. */
const MAX_WAITING = 1_000;
/** Quarters of an hour in which the last run is looked for first, and how fast that grows. */
const FIRST_LOOK = 8;
const GROWTH = 8;

const UNKNOWN: Reading = {
  verdict: 'unknown',
  value: null,
  runs: 0,
  capped: false,
};

/** A rule, as it is evaluated. */
export interface WatchedRule {
  content: AlertRuleContent;
  compiled: CompiledScope;
}

/** What the kinds without a window wait for. */
export type SilenceKind = 'nothing_ended' | 'nothing_completed';

/**
 * Reads what the runs of a rule come to.
 *
 * @param freshAt - until when everything has been counted; null where nothing has
 */
export async function readRule(
  knex: Knex,
  { content, compiled }: WatchedRule,
  { now, freshAt }: { now: number; freshAt: number | null },
): Promise<Reading> {
  const { kind, threshold, windowMs } = content;
  if (kind === 'queue_age') return readQueue(knex, compiled, threshold, now);
  if (freshAt === null || now - freshAt > MAX_BEHIND_MS) return UNKNOWN;
  if (kind === 'nothing_ended' || kind === 'nothing_completed') {
    return readSilence(knex, compiled, { kind, threshold, asOf: freshAt });
  }
  const span = windowSpan(freshAt, windowMs!);
  const { tally, capped } = await sumSpan(knex, compiled, span);
  return { ...judgeWindow(kind as WindowKind, tally, content), capped };
}

/** A window, widened to whole quarters of an hour. */
export function windowSpan(
  asOf: number,
  windowMs: number,
): { from: number; to: number } {
  return { from: quarterOf(asOf - windowMs), to: quarterOf(asOf) + 1 };
}

/** How many runs of a tally put an end to a silence. */
export function heardOf(kind: SilenceKind, tally: RunTally): number {
  const completed = tally.get('completed');
  return kind === 'nothing_completed'
    ? completed
    : completed + tally.get('failed') + tally.get('canceled');
}

/** How long nothing was heard, at least: since the end of the quarter of an hour in which something was. */
export function silenceSince(lastQuarter: number, asOf: number): number {
  return Math.max(0, asOf - (lastQuarter + 1) * QUARTER_MS);
}

async function readSilence(
  knex: Knex,
  compiled: CompiledScope,
  asked: { kind: SilenceKind; threshold: number; asOf: number },
): Promise<Reading> {
  const { kind, threshold, asOf } = asked;
  const first = firstOfSilence(asOf, threshold);
  let to = quarterOf(asOf) + 1;
  let capped = false;
  for (let length = FIRST_LOOK; to > first; length *= GROWTH) {
    const from = Math.max(first, to - length);
    const found = await readQuarters(knex, compiled, { from, to });
    capped ||= found.capped;
    const last = found.quarters.findLast(
      ({ tally }) => heardOf(kind, tally) > 0,
    );
    if (last) {
      const runs = heardOf(kind, last.tally);
      const value = silenceSince(last.quarter, asOf);
      return { ...judgeSpan(value, threshold), runs, capped };
    }
    to = from;
  }
  // It is longer than that.
  const value = silenceSince(first - 1, asOf);
  return { ...judgeSpan(value, threshold), runs: 0, capped };
}

/** Where to stop looking: a silence that is as long is beyond the threshold. */
export function firstOfSilence(asOf: number, threshold: number): number {
  return quarterOf(asOf - threshold) - 1;
}

async function readQueue(
  knex: Knex,
  { condition }: CompiledScope,
  threshold: number,
  now: number,
): Promise<Reading> {
  const rows: DatabaseRow[] = await whereRun(knex('runs'), condition)
    .where('runs.status', 'queued')
    .where('runs.backfill', false)
    .orderBy(['runs.ordered_at', 'runs.id'])
    .limit(MAX_WAITING)
    .select('runs.queued_at');
  const value =
    rows.length === 0 ? 0 : Math.max(0, now - Number(rows[0].queued_at));
  return {
    ...judgeSpan(value, threshold),
    runs: rows.length,
    capped: rows.length === MAX_WAITING,
  };
}
