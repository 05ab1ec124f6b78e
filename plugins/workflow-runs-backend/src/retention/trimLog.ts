import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { headOf } from '../readers/LogEvent';
import { deleteSome, Portions, Weighed } from './deleteRows';
import { DAY_MS } from './RetentionRules';

/** The log is a queue: what is older is in the tables. */
const LOG_DAYS = 14;
/** A reader that is behind by more starts anew from the tables: nothing is kept for it. */
const LAPSED_DAYS = 7;

/**
 * How far all readers of the log have come that are not left behind: what is behind that, somebody has still to
 * read.
 */
export async function readFloor(knex: Knex, now: number): Promise<number> {
  const head = await headOf(knex);
  const cursors: DatabaseRow[] = await knex('cursors').select('position');
  let floor = head;
  for (const position of new Set(cursors.map(row => Number(row.position)))) {
    if (position >= floor) continue;
    const next = await knex('run_events')
      .where('position', '>', position)
      .orderBy('position')
      .first('recorded_at');
    const isLapsed =
      next && Number(next.recorded_at) < now - LAPSED_DAYS * DAY_MS;
    if (!isLapsed) floor = position;
  }
  return floor;
}

/** Deletes from the beginning of the log what is old and was read, statement by statement. */
export async function trimLog(
  knex: Knex,
  now: number,
  portions: Portions,
  onPortion: (weighed: Weighed) => Promise<void>,
): Promise<void> {
  const floor = await readFloor(knex, now);
  const before = now - LOG_DAYS * DAY_MS;
  for (;;) {
    const rows: DatabaseRow[] = await knex('run_events')
      .where('position', '<=', floor)
      .orderBy('position')
      .limit(portions.rows)
      .select('position', 'recorded_at');
    // By position: a clock that was set back must leave no gap.
    const young = rows.findIndex(row => Number(row.recorded_at) >= before);
    const old = young < 0 ? rows : rows.slice(0, young);
    if (old.length === 0) return;
    const last = Number(old[old.length - 1].position);
    const weighed = await deleteSome(
      knex,
      {
        table: 'run_events',
        weighs: ['payload'],
        where: 'position <= ?',
        bindings: [last],
      },
      portions.rows,
    );
    await onPortion(weighed);
    if (young >= 0) return;
  }
}
