import { Knex } from 'knex';
import { Visibility } from '../queries/condition';
import { RunRecord } from '../queries/runToWire';
import { readBuckets } from '../statistics/readBuckets';
import { readSeries } from '../statistics/readSeries';
import { scanRuns } from '../statistics/scanRuns';
import {
  coverOf,
  DAY_MS,
  FEW_SPANS,
  QUARTER_MS,
  quarterOf,
} from '../statistics/spans';
import { StepTallies } from '../statistics/StepTallies';
import { newRunTally, RunTally, StepTally } from '../statistics/Tally';
import { Durations } from './Durations';
import { StepPast } from './foresee';

/** How far back runs are looked at: eleven of the longest buckets of statistics. */
const PAST_DAYS = 88;
/** Runs that are looked at one by one where it depends on the run whether it may be seen. */
const MAX_SCANNED = 1_000;
/** Steps whose keys are read at once. */
const PAGE = 1_000;

/** What other runs of the same workflow and environment tell. */
export interface Past {
  /** How many have ended, and how many of them completed. */
  runs: number;
  completed: number;
  durations: Durations;
  /** By the key of the step. */
  steps: ReadonlyMap<string, StepPast>;
}

/** Which runs are like it: those of the same workflow, tenant and environment, backfills apart. */
export interface PastOf {
  workflow: Pick<RunRecord['workflow'], 'ref'>;
  tenantId: string;
  environment: string;
  backfill: boolean;
}

/** Sums up what the reader may see of the runs that are like this one. */
export async function readPast(
  knex: Knex,
  run: PastOf,
  visibility: Visibility,
  now: number,
): Promise<Past> {
  const to = quarterOf(now) + 1;
  const from = to - (PAST_DAYS * DAY_MS) / QUARTER_MS;
  const time = { from: from * QUARTER_MS, to: to * QUARTER_MS };
  const all = await readSeries(
    knex,
    {
      workflow: [run.workflow.ref],
      tenant: [run.tenantId],
      environment: [run.environment],
      backfill: run.backfill,
    },
    time,
    visibility,
  );
  const series = all.filter(({ version }) => version === null);
  const wanted = {
    seriesIds: series.filter(({ sight }) => sight === true).map(({ id }) => id),
    stretches: coverOf(from, to, FEW_SPANS),
  };
  const total = newRunTally();
  const steps = new StepTallies();
  await readBuckets(knex, 'tally', wanted, ({ stored }) =>
    total.addStored(stored),
  );
  await readBuckets(knex, 'steps', wanted, ({ stored }) =>
    steps.addStored(stored),
  );
  const partly = series.filter(({ sight }) => sight === undefined);
  const scan = await scanRuns(
    knex,
    { series: partly, column: 'base_id' },
    time,
    visibility,
    MAX_SCANNED,
  );
  for (const { contribution } of scan.runs) {
    total.add(contribution.run);
    steps.add(contribution.steps);
  }
  return toPast(total, await byKey(knex, steps));
}

async function byKey(
  knex: Knex,
  tallies: StepTallies,
): Promise<Map<string, StepTally>> {
  const steps = new Map(tallies);
  const ids = [...steps.keys()];
  const named = new Map<string, StepTally>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const rows = await knex('statistics_steps')
      .whereIn('id', ids.slice(from, from + PAGE))
      .select('id', 'step_key');
    for (const { id, step_key } of rows) named.set(step_key, steps.get(id)!);
  }
  return named;
}

function toPast(total: RunTally, steps: ReadonlyMap<string, StepTally>): Past {
  const completed = total.get('completed');
  return {
    runs: completed + total.get('failed') + total.get('canceled'),
    completed,
    durations: new Durations(total.bins),
    steps: new Map(
      [...steps].map(([key, tally]) => [
        key,
        {
          durations: new Durations(tally.bins),
          begun: tally.get('occurrences'),
          failed: tally.get('failures'),
        },
      ]),
    ),
  };
}
