import { Knex } from 'knex';
import { silentLogger } from '../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { openDatabase } from '../../plugins/workflow-runs-backend/src/database/open';
import { BucketChanges } from '../../plugins/workflow-runs-backend/src/statistics/BucketChanges';
import {
  contributionOf,
  EndedRun,
  OUTCOMES,
} from '../../plugins/workflow-runs-backend/src/statistics/contribution';
import { SeriesBook } from '../../plugins/workflow-runs-backend/src/statistics/SeriesBook';
import {
  placeOfStep,
  stepIdsOf,
} from '../../plugins/workflow-runs-backend/src/statistics/stepIds';
import { StepTallies } from '../../plugins/workflow-runs-backend/src/statistics/StepTallies';
import { connect, Place } from '../connect';
import {
  chooseEnvironment,
  chooseTrigger,
  END,
  makeWorkflows,
} from '../store/seed/population';
import { Random, randomFrom } from '../store/seed/random';
import { seed } from '../store/seed/seed';

const [BUSY] = makeWorkflows(10_000);
const DAY_MS = 86_400_000;
/** Twice what is asked for: the time before is told, too. */
const DAYS = 181;
const STEPS = 5;
const LONGEST_MS = 6 * 3_600_000;

/**
 * Fills in the sums of the busiest workflow, as they are where there are ten million runs in a year, beside the
 * runs of the store. Those are counted as its own where they are of the same workflow: what they add up to is
 * not told again, but the ten that took longest are looked for among them.
 */
export async function fillBusy(
  place: Place,
  { runsPerDay, runs }: { runsPerDay: number; runs: number },
): Promise<void> {
  await seed(place, runs);
  const knex = connect(place);
  // As the product sets it up.
  await openDatabase({ getClient: async () => knex }, silentLogger());
  if (!(await knex('statistics_buckets').first('at'))) {
    const random = randomFrom(1);
    for (let day = DAYS; day > 0; day--) {
      const ended = Array.from({ length: runsPerDay }, () =>
        makeRun(random, END - day * DAY_MS, DAYS - day),
      );
      await knex.transaction(trx => count(trx, ended));
    }
    await countSeeded(knex);
    if (place.kind === 'postgres') await knex.raw('vacuum analyze');
  }
  await knex.destroy();
}

async function count(trx: Knex.Transaction, runs: EndedRun[]): Promise<void> {
  const book = await SeriesBook.open(trx, runs);
  const stepIds = await stepIdsOf(trx, runs);
  const changes = new BucketChanges();
  for (const run of runs) {
    const { run: tally, steps: byKey } = contributionOf(run);
    const steps = new StepTallies();
    for (const [key, ofStep] of byKey) {
      steps.of(stepIds.get(placeOfStep(run.workflowId, key))!).add(ofStep);
    }
    const { endedAt } = run;
    changes.add({ ...book.idsOf(run), endedAt }, { run: tally, steps }, 1);
  }
  await changes.write(trx);
}

/** The runs of the store that are of the busy workflow, as runs that have been counted. */
async function countSeeded(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  const { id: versionId } = await knex('statistics_series')
    .whereNotNull('version')
    .first('id');
  const nothing = isPostgres
    ? `decode(repeat('00', 60), 'hex')`
    : 'zeroblob(60)';
  await knex.transaction(async trx => {
    // The product's connections give up after a while.
    if (isPostgres) await trx.raw('set local statement_timeout = 0');
    await trx.raw(
      `insert into statistics_runs (run_id, series_id, base_id, chain_id, ended_at, outcome, tally)
       select runs.id, ?, series.id, series.chain_id, runs.completed_at, ?, ${nothing}
       from runs join statistics_series as series on series.workflow_id = runs.workflow_id
         and series.environment = runs.environment and series.version is null
         and series.backfill = (runs.trigger_type = 'backfill')
       where runs.workflow_id = ? and runs.duration_ms is not null`,
      [versionId, OUTCOMES.completed, BUSY.id],
    );
  });
}

function makeRun(random: Random, from: number, day: number): EndedRun {
  const durationMs = durationOf(random());
  const isFailed = random() < 0.03;
  return {
    id: '',
    workflowId: BUSY.id,
    tenantId: 'default',
    version: `${1 + Math.floor(day / 30)}.0.0`,
    environment: chooseEnvironment(random()),
    backfill: chooseTrigger(random()) === 'backfill',
    status: isFailed ? 'failed' : 'completed',
    endedAt: Math.floor(from + random() * DAY_MS),
    durationMs,
    generation: 0,
    partial: false,
    sla: random() < 0.9 ? 'met' : 'breached',
    errorCategory: isFailed ? 'external_api' : null,
    tokens: null,
    computeMs: Math.floor(durationMs / 10),
    accuracy: null,
    throughputDelta: null,
    experience: null,
    areStepsGone: false,
    steps: Array.from({ length: STEPS }, (_, index) => ({
      key: `step_${index}`,
      name: `Step ${index}`,
      status: 'completed',
      durationMs: Math.floor((durationMs * (index + 1) * random()) / 10),
    })),
    attempts: new Map([
      [
        'step_1',
        { expected: random() < 0.1 ? 1 : 0, unexpected: 0, errors: 0 },
      ],
    ]),
  };
}

/** As many of a second as of a minute as of an hour, nearly. */
function durationOf(random: number): number {
  return Math.round(100 * (LONGEST_MS / 100) ** (random * random));
}
