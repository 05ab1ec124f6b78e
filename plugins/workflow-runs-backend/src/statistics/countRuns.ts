import { Knex } from 'knex';
import { toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { BucketChanges } from './BucketChanges';
import { contributionOf, EndedRun, OUTCOMES } from './contribution';
import { readEndedRuns } from './readEndedRuns';
import { PlaceInChain, recoveriesAround } from './recoveries';
import { SeriesBook, SeriesIds } from './SeriesBook';
import { placeOfStep, StepIds, stepIdsOf } from './stepIds';
import { StepTallies } from './StepTallies';
import { fromStored, StoredContribution, toStored } from './StoredContribution';

/** What a run counts for, and where. */
interface CountedRun extends PlaceInChain, SeriesIds {
  outcome: number;
  recoveryMs: number | null;
  contribution: StoredContribution;
}

/**
 * Counts runs as the tables have them now, in place of what they have counted for so far: however often
 * this is done, and in whichever order things are heard of, the sums are those of the tables. What has
 * been removed from the tables stays counted.
 *
 * The transaction must be the only one that writes statistics.
 */
export async function countRuns(
  trx: Knex.Transaction,
  runIds: readonly string[],
): Promise<void> {
  const present: DatabaseRow[] = await trx('runs')
    .whereIn('id', runIds)
    .select('id', 'completed_at');
  const known = await readCounted(
    trx,
    present.map(({ id }) => id),
  );
  const touched = present
    .filter(row => row.completed_at !== null || known.has(row.id))
    .map(({ id }) => id);
  if (touched.length === 0) return;

  const counted = await countAnew(trx, touched, known);
  const changes = new BucketChanges();
  const places: PlaceInChain[] = [];
  for (const runId of touched) {
    const before = known.get(runId);
    const after = counted.get(runId);
    if (before) addTo(changes, before, -1);
    if (after) addTo(changes, after, 1);
    if (before && after && isSamePlace(before, after)) continue;
    places.push(...[before, after].filter(run => run !== undefined));
  }
  await writeCounted(trx, touched, counted);
  await correctRecoveries(trx, places, changes);
  await changes.write(trx);
}

async function readCounted(
  trx: Knex.Transaction,
  runIds: string[],
): Promise<Map<string, CountedRun>> {
  const rows: DatabaseRow[] = await trx('statistics_runs').whereIn(
    'run_id',
    runIds,
  );
  return new Map(
    rows.map(row => [
      row.run_id,
      {
        runId: row.run_id,
        seriesId: row.series_id,
        baseId: row.base_id,
        chainId: row.chain_id,
        endedAt: Number(row.ended_at),
        outcome: row.outcome,
        recoveryMs: toNumberOrNull(row.recovery_ms),
        contribution: fromStored(row.tally),
      },
    ]),
  );
}

/** What the runs count for from now on; those that go on count for nothing. */
async function countAnew(
  trx: Knex.Transaction,
  runIds: string[],
  known: ReadonlyMap<string, CountedRun>,
): Promise<Map<string, CountedRun>> {
  const ended = [...(await readEndedRuns(trx, runIds)).values()];
  const series = await SeriesBook.open(trx, ended);
  const stepIds = await stepIdsOf(trx, ended);
  return new Map(
    ended.map(run => {
      const before = known.get(run.id);
      // It is not to lose what they were.
      if (before && run.areStepsGone) return [run.id, before];
      const after = {
        runId: run.id,
        ...series.idsOf(run),
        endedAt: run.endedAt,
        outcome: OUTCOMES[run.status],
        recoveryMs: null,
        contribution: toContribution(run, stepIds),
      };
      return [
        run.id,
        before && isSamePlace(before, after)
          ? { ...after, recoveryMs: before.recoveryMs }
          : after,
      ];
    }),
  );
}

function toContribution(run: EndedRun, stepIds: StepIds): StoredContribution {
  const { run: tally, steps } = contributionOf(run);
  const byId = new StepTallies();
  for (const [key, ofStep] of steps) {
    byId.of(stepIds.get(placeOfStep(run.workflowId, key))!).add(ofStep);
  }
  return { run: tally, steps: byId };
}

/** Nobody else can see another past for it. */
function isSamePlace(before: CountedRun, after: CountedRun): boolean {
  return (
    before.chainId === after.chainId &&
    before.endedAt === after.endedAt &&
    before.outcome === after.outcome
  );
}

function addTo(changes: BucketChanges, run: CountedRun, times: number): void {
  changes.add(run, run.contribution, times);
  if (run.recoveryMs !== null) changes.addRecovery(run, run.recoveryMs, times);
}

async function writeCounted(
  trx: Knex.Transaction,
  runIds: string[],
  counted: ReadonlyMap<string, CountedRun>,
): Promise<void> {
  const gone = runIds.filter(runId => !counted.has(runId));
  if (gone.length > 0) {
    await trx('statistics_runs').whereIn('run_id', gone).delete();
  }
  if (counted.size === 0) return;
  await trx('statistics_runs')
    .insert(
      [...counted.values()].map(run => ({
        run_id: run.runId,
        series_id: run.seriesId,
        base_id: run.baseId,
        chain_id: run.chainId,
        ended_at: run.endedAt,
        outcome: run.outcome,
        recovery_ms: run.recoveryMs,
        tally: toStored(run.contribution),
      })),
    )
    .onConflict('run_id')
    .merge();
}

async function correctRecoveries(
  trx: Knex.Transaction,
  places: readonly PlaceInChain[],
  changes: BucketChanges,
): Promise<void> {
  for (const run of await recoveriesAround(trx, places)) {
    const { runId, recoveryMs, knownMs } = run;
    if (recoveryMs === knownMs) continue;
    await trx('statistics_runs')
      .where({ run_id: runId })
      .update({ recovery_ms: recoveryMs });
    if (knownMs !== null) changes.addRecovery(run, knownMs, -1);
    if (recoveryMs !== null) changes.addRecovery(run, recoveryMs, 1);
  }
}
