import { DatabaseRow } from '../queries/DatabaseRow';
import { Portions } from './deleteRows';
import type { SweepOptions } from './sweep';

/** Files deleted between two breaths. */
const FILES = 20;

/**
 * Deletes files of runs: the content first, so that what is cut off in between is found again. Where a store does
 * not answer, the row stays, and the next one tries again.
 *
 * @returns whether nothing is left of them
 */
export async function deleteArtifacts(
  runIds: readonly string[],
  { knex, stores, onPortion, onFailure }: SweepOptions,
  portions: Portions,
): Promise<boolean> {
  let after = '';
  let isDone = true;
  for (;;) {
    const rows: DatabaseRow[] = await knex('artifacts')
      .whereIn('run_id', runIds)
      .where('id', '>', after)
      .orderBy('id')
      .limit(Math.min(FILES, portions.rows))
      .select('id', 'store', 'bytes');
    if (rows.length === 0) return isDone;
    after = rows[rows.length - 1].id;
    const gone: DatabaseRow[] = [];
    for (const row of rows) {
      try {
        await stores.of(row.store).delete(row.id);
        gone.push(row);
      } catch (error) {
        isDone = false;
        onFailure(
          `The store '${row.store}' keeps the artifact ${row.id}: ${error}`,
        );
      }
    }
    await knex('artifacts')
      .whereIn(
        'id',
        gone.map(({ id }) => id),
      )
      .delete();
    await onPortion({
      class: 'artifacts',
      rows: gone.length,
      artifacts: gone.length,
      bytes: gone.reduce((sum, { bytes }) => sum + Number(bytes), 0),
    });
  }
}
