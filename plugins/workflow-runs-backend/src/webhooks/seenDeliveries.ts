import { Knex } from 'knex';
import { Visibility, whereRun } from '../queries/condition';

/** Narrows a query to what belongs to no run, or to one that its reader may see. */
export function seenDeliveries<Q extends Knex.QueryBuilder>(
  query: Q,
  visibility: Visibility,
): Q {
  if (visibility === 'all') return query;
  query.where(seen =>
    seen
      .whereNull('run_id')
      .orWhereIn('run_id', runs =>
        whereRun(runs.select('runs.id').from('runs'), visibility),
      ),
  );
  return query;
}
