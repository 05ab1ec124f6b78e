import { Knex } from 'knex';
import { Engines } from './Engines';

/** What was asked of runs of engines elsewhere and stands so, with the runs; but what is kept for engines to fetch. */
export function actionsElsewhere(
  knex: Knex,
  engines: Engines,
  status: 'requested' | 'accepted',
): Knex.QueryBuilder {
  return (
    knex('actions')
      .join('runs', 'runs.id', 'actions.run_id')
      .where('actions.status', status)
      .whereIn(
        'runs.engine_instance',
        engines.all.map(({ instance }) => instance.id),
      )
      // What is kept for engines that come for it is settled, or given up, where it is kept.
      .whereNotExists(
        knex('ingest_commands').whereRaw(
          'ingest_commands.action_id = actions.id',
        ),
      )
  );
}
