import { Knex } from 'knex';
import { DatabaseRow } from './DatabaseRow';

/** The rollback of a step stands where the step does: its key comes after that of the step. */
export const STEP_ORDER = ['step_number', 'item_index', 'step_key'];

/** Comes before all steps of a run. */
export const FIRST_PLACE: StepPlace = [0, -1, ''];
export type StepPlace = [number: number, item: number, key: string];

/** Narrows a query on steps to the next ones behind a place. */
export function stepsAfter(
  query: Knex.QueryBuilder,
  place: StepPlace,
  limit: number,
): Knex.QueryBuilder {
  return query
    .whereRaw(`(${STEP_ORDER.join(', ')}) > (?, ?, ?)`, place)
    .orderBy(STEP_ORDER)
    .limit(limit)
    .select(STEP_ORDER);
}

/**
 * Rows of steps in the order of the definition, a page at a time, so that no statement takes long on
 * the one connection of SQLite.
 *
 * @param query - makes a query on the steps of one run
 */
export async function* walkSteps(
  query: () => Knex.QueryBuilder,
  page: number,
): AsyncGenerator<DatabaseRow[]> {
  for (let place = FIRST_PLACE; ; ) {
    const rows: DatabaseRow[] = await stepsAfter(query(), place, page);
    yield rows;
    if (rows.length < page) return;
    place = placeOfRow(rows[rows.length - 1]);
  }
}

export function placeOfRow(row: DatabaseRow): StepPlace {
  return [row.step_number, row.item_index, row.step_key];
}
