import { Knex } from 'knex';
import { readBuckets } from '../statistics/readBuckets';
import { readSeries, Series } from '../statistics/readSeries';
import { MAX_SCANNED, scanRuns, ScannedRun } from '../statistics/scanRuns';
import { coverOf, QUARTER_MS, SPANS } from '../statistics/spans';
import { newRunTally, RunTally } from '../statistics/Tally';
import { CompiledScope } from './compile';

/** What runs of a rule came to that ended in some quarters of an hour. */
export interface CountedQuarter {
  /** Since the epoch, in quarters. */
  quarter: number;
  tally: RunTally;
}

/** Runs that are looked at for a rule, at most, where it depends on the run whether it is one of the rule's. */
const MAX_LOOKED = MAX_SCANNED;

/**
 * Adds up what the runs of a rule came to in some quarters of an hour. By the sums that statistics keep:
 * how many runs there are does not matter, unless it depends on the run whether it counts.
 */
export async function sumSpan(
  knex: Knex,
  scope: CompiledScope,
  span: { from: number; to: number },
): Promise<{ tally: RunTally; capped: boolean }> {
  const { whole, partly } = await seriesOf(knex, scope, span);
  const tally = newRunTally();
  await readBuckets(
    knex,
    'tally',
    {
      seriesIds: whole.map(({ id }) => id),
      stretches: coverOf(span.from, span.to, SPANS),
    },
    ({ stored }) => tally.addStored(stored),
  );
  const { runs, capped } = await look(knex, scope, partly, span);
  for (const { contribution } of runs) tally.add(contribution.run);
  return { tally, capped };
}

/** The same, quarter by quarter; those in which nothing ended are left out. */
export async function readQuarters(
  knex: Knex,
  scope: CompiledScope,
  span: { from: number; to: number },
): Promise<{ quarters: CountedQuarter[]; capped: boolean }> {
  const { whole, partly } = await seriesOf(knex, scope, span);
  const tallies = new Map<number, RunTally>();
  const at = (quarter: number) => {
    const tally = tallies.get(quarter) ?? newRunTally();
    tallies.set(quarter, tally);
    return tally;
  };
  await readBuckets(
    knex,
    'tally',
    {
      seriesIds: whole.map(({ id }) => id),
      stretches: [{ span: 1, ...span }],
    },
    bucket => at(bucket.at / QUARTER_MS).addStored(bucket.stored),
  );
  const { runs, capped } = await look(knex, scope, partly, span);
  for (const { endedAt, contribution } of runs) {
    at(Math.floor(endedAt / QUARTER_MS)).add(contribution.run);
  }
  return {
    quarters: [...tallies]
      .map(([quarter, tally]) => ({ quarter, tally }))
      .sort((a, b) => a.quarter - b.quarter),
    capped,
  };
}

async function seriesOf(
  knex: Knex,
  { condition, filter }: CompiledScope,
  span: { from: number; to: number },
): Promise<{ whole: Series[]; partly: Series[] }> {
  const all = await readSeries(
    knex,
    // Backfills run when nobody waits for them.
    { ...filter, backfill: false },
    { from: span.from * QUARTER_MS, to: span.to * QUARTER_MS },
    condition,
  );
  const series = all.filter(({ version }) => version === null);
  return {
    whole: series.filter(({ sight }) => sight === true),
    partly: series.filter(({ sight }) => sight === undefined),
  };
}

async function look(
  knex: Knex,
  { condition }: CompiledScope,
  series: readonly Series[],
  { from, to }: { from: number; to: number },
): Promise<{ runs: ScannedRun[]; capped: boolean }> {
  const { runs, searchedBackTo } = await scanRuns(
    knex,
    { series, column: 'base_id' },
    { from: from * QUARTER_MS, to: to * QUARTER_MS },
    condition,
    MAX_LOOKED,
  );
  return { runs, capped: searchedBackTo !== null };
}
