import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { givenRows } from './givenRows';
import { SeriesIds } from './SeriesBook';
import { bucketAt, FEW_SPANS, SPANS } from './spans';
import { StepTallies } from './StepTallies';
import { StoredContribution } from './StoredContribution';
import { newRunTally, RunTally } from './Tally';

/** Rows that one statement writes. */
const ROWS = 500;

/** Lengths of buckets that hold what steps come to. */
const WITH_STEPS: ReadonlySet<number> = new Set(FEW_SPANS);

const KEY = { series_id: 'integer', span: 'integer', at: 'integer' } as const;
const NAMES = Object.keys(KEY);

interface Change {
  seriesId: number;
  span: number;
  at: number;
  run: RunTally;
  steps: StepTallies;
}

/** Where a run counts. */
export interface CountingPlace extends Pick<SeriesIds, 'seriesId' | 'baseId'> {
  endedAt: number;
}

/**
 * By how much the sums are to change. What runs of the same bucket add or take back is put together first,
 * so each row is written once.
 */
export class BucketChanges {
  readonly #changes = new Map<string, Change>();

  /** @param times - 1, or −1 to take it back */
  add(
    { seriesId, baseId, endedAt }: CountingPlace,
    { run, steps }: StoredContribution,
    times: number,
  ): void {
    for (const [id, spans] of [
      [seriesId, FEW_SPANS],
      [baseId, SPANS],
    ] as const) {
      for (const span of spans) {
        const change = this.#of(id, span, bucketAt(endedAt, span));
        change.run.add(run, times);
        if (WITH_STEPS.has(span)) change.steps.add(steps, times);
      }
    }
  }

  /** A failure was made good, or −1: it was not. */
  addRecovery(place: CountingPlace, recoveryMs: number, times: number): void {
    const run = newRunTally();
    run.count('episodes');
    run.count('recoveryMs', recoveryMs);
    this.add(place, { run, steps: new StepTallies() }, times);
  }

  async write(trx: Knex.Transaction): Promise<void> {
    const changed = [...this.#changes.values()].filter(
      change => !isEmpty(change),
    );
    for (let from = 0; from < changed.length; from += ROWS) {
      await writeAll(trx, changed.slice(from, from + ROWS));
    }
  }

  #of(seriesId: number, span: number, at: number): Change {
    const key = keyOf({ seriesId, span, at });
    const known = this.#changes.get(key);
    if (known) return known;
    const run = newRunTally();
    const change = { seriesId, span, at, run, steps: new StepTallies() };
    this.#changes.set(key, change);
    return change;
  }
}

type Key = Pick<Change, 'seriesId' | 'span' | 'at'>;

function keyOf({ seriesId, span, at }: Key): string {
  return `${seriesId},${span},${at}`;
}

function isEmpty({ run, steps }: Change): boolean {
  return run.isEmpty && steps.isEmpty;
}

async function writeAll(
  trx: Knex.Transaction,
  changes: readonly Change[],
): Promise<void> {
  const byKey = new Map(changes.map(change => [keyOf(change), change]));
  const stored = await readStored(trx, changes);
  const known = new Set<string>();
  for (const row of stored) {
    const { series_id: seriesId, span, at } = row;
    const key = keyOf({ seriesId, span, at });
    known.add(key);
    const { run, steps } = byKey.get(key)!;
    run.addStored(row.tally);
    if (row.steps) steps.addStored(row.steps);
  }
  const kept = changes.filter(change => !isEmpty(change));
  if (kept.length > 0) {
    await trx('statistics_buckets')
      .insert(kept.map(toRow))
      .onConflict(NAMES)
      .merge(['tally', 'steps']);
  }
  for (const change of changes) {
    if (!isEmpty(change) || !known.has(keyOf(change))) continue;
    const { seriesId, span, at } = change;
    await trx('statistics_buckets')
      .where({ series_id: seriesId, span, at })
      .delete();
  }
}

async function readStored(
  trx: Knex.Transaction,
  changes: readonly Change[],
): Promise<DatabaseRow[]> {
  const wanted = givenRows(
    trx,
    'wanted',
    KEY,
    changes.map(({ seriesId, span, at }) => [seriesId, span, at]),
  );
  const same = NAMES.map(name => `sums.${name} = wanted.${name}`);
  return trx
    .from(wanted)
    .joinRaw(
      `cross join statistics_buckets as sums where ${same.join(' and ')}`,
    )
    .select('sums.*');
}

function toRow({ seriesId, span, at, run, steps }: Change) {
  return {
    series_id: seriesId,
    span,
    at,
    tally: run.toStored(),
    steps: steps.isEmpty ? null : steps.toStored(),
  };
}
