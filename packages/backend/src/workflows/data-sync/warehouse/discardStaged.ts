import { Knex } from 'knex';

/** Forgets what the run has staged. */
export async function discardStaged(knex: Knex, runId: string): Promise<void> {
  await knex('staged_orders').where({ run_id: runId }).delete();
}

/** Forgets what runs that never finished have left behind. */
export async function discardStagedBefore(
  knex: Knex,
  time: number,
): Promise<number> {
  return knex('staged_orders').where('staged_at', '<', time).delete();
}
