import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { givenRows } from './givenRows';
import { bucketsAt } from './spans';
import { StoredContribution } from './StoredContribution';
import { newRunTally, newStepTally, RunTally, StepTally, Tally } from './Tally';

/** Rows that one statement writes. */
const ROWS = 500;

const OF_RUNS = {
  series_id: 'integer',
  span: 'integer',
  at: 'integer',
} as const;
const OF_STEPS = { ...OF_RUNS, step_id: 'integer' } as const;

/**
 * By how much the sums are to change. What runs of the same bucket add or take back is put together first,
 * so each row is written once.
 */
export class BucketChanges {
  readonly #runs = new Map<string, RunTally>();
  readonly #steps = new Map<string, StepTally>();

  /** @param times - 1, or −1 to take it back */
  add(
    seriesId: number,
    endedAt: number,
    { run, steps }: StoredContribution,
    times: number,
  ): void {
    for (const { span, at } of bucketsAt(endedAt)) {
      const key = `${seriesId},${span},${at}`;
      tallyAt(this.#runs, key, newRunTally).add(run, times);
      for (const [stepId, tally] of steps) {
        tallyAt(this.#steps, `${key},${stepId}`, newStepTally).add(
          tally,
          times,
        );
      }
    }
  }

  /** A failure was made good, or −1: it was not. */
  addRecovery(
    seriesId: number,
    endedAt: number,
    recoveryMs: number,
    times: number,
  ): void {
    const run = newRunTally();
    run.count('episodes');
    run.count('recoveryMs', recoveryMs);
    this.add(seriesId, endedAt, { run, steps: [] }, times);
  }

  async write(trx: Knex.Transaction): Promise<void> {
    await writeAll(trx, 'statistics_buckets', OF_RUNS, this.#runs);
    await writeAll(trx, 'statistics_step_buckets', OF_STEPS, this.#steps);
  }
}

function tallyAt<T>(tallies: Map<string, T>, key: string, create: () => T): T {
  const known = tallies.get(key);
  if (known) return known;
  const tally = create();
  tallies.set(key, tally);
  return tally;
}

async function writeAll<C extends string>(
  trx: Knex.Transaction,
  table: string,
  columns: Record<string, 'integer'>,
  changes: ReadonlyMap<string, Tally<C>>,
): Promise<void> {
  const changed = [...changes].filter(([, tally]) => !tally.isEmpty);
  for (let from = 0; from < changed.length; from += ROWS) {
    const portion = new Map(changed.slice(from, from + ROWS));
    await writePortion(trx, table, columns, portion);
  }
}

async function writePortion<C extends string>(
  trx: Knex.Transaction,
  table: string,
  columns: Record<string, 'integer'>,
  changes: ReadonlyMap<string, Tally<C>>,
): Promise<void> {
  const names = Object.keys(columns);
  const keyOf = (row: DatabaseRow) => names.map(name => row[name]).join(',');
  const rowOf = (key: string) => key.split(',').map(Number);
  const wanted = (keys: Iterable<string>) =>
    givenRows(trx, 'wanted', columns, [...keys].map(rowOf));
  const same = names.map(name => `sums.${name} = wanted.${name}`).join(' and ');

  const stored: DatabaseRow[] = await trx
    .from(wanted(changes.keys()))
    .joinRaw(`cross join ${table} as sums where ${same}`)
    .select('sums.*');
  for (const row of stored) changes.get(keyOf(row))!.addStored(row.tally);

  const kept = [...changes].filter(([, tally]) => !tally.isEmpty);
  if (kept.length > 0) {
    await trx(table)
      .insert(
        kept.map(([key, tally]) => ({
          ...Object.fromEntries(
            rowOf(key).map((value, index) => [names[index], value]),
          ),
          tally: tally.toStored(),
        })),
      )
      .onConflict(names)
      .merge(['tally']);
  }
  const gone = stored.map(keyOf).filter(key => changes.get(key)!.isEmpty);
  for (const key of gone) {
    const values = rowOf(key);
    await trx(table)
      .where(Object.fromEntries(names.map((name, i) => [name, values[i]])))
      .delete();
  }
}
