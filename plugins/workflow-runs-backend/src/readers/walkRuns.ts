import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';

/** Rows read at once. */
const PAGE = 200;

/**
 * All runs, a page at a time, for a reader that builds anew what it keeps of them.
 *
 * @param columns - what is wanted of them besides their ids
 */
export async function* walkRuns(
  knex: Knex,
  first: 'newest' | 'oldest',
  ...columns: string[]
): AsyncIterable<DatabaseRow[]> {
  const [order, behind] =
    first === 'newest' ? (['desc', '<'] as const) : (['asc', '>'] as const);
  let after: DatabaseRow | undefined;
  do {
    const page = knex('runs')
      .select('ordered_at', 'id', ...columns)
      .orderBy([
        { column: 'ordered_at', order },
        { column: 'id', order },
      ])
      .limit(PAGE);
    if (after) {
      page.whereRaw(`(ordered_at, id) ${behind} (?, ?)`, [
        after.ordered_at,
        after.id,
      ]);
    }
    const rows: DatabaseRow[] = await page;
    yield rows;
    after = rows[PAGE - 1];
  } while (after);
}
