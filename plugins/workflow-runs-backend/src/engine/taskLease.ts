import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';

/**
 * Takes, or keeps, the lease on something that one backend is to do at a time.
 *
 * @returns false while another has it
 */
export async function takeTaskLease(
  knex: Knex,
  clock: LeaseClock,
  lease: { name: string; owner: string; leaseMs: number },
): Promise<boolean> {
  const { name, owner, leaseMs } = lease;
  await knex('cursors')
    .insert({ name, position: 0 })
    .onConflict('name')
    .ignore();
  const now = await clock();
  const taken = await knex('cursors')
    .where({ name })
    .where(row =>
      row
        .where({ owner })
        .orWhereNull('lease_until')
        .orWhere('lease_until', '<=', now),
    )
    .update({ owner, lease_until: now + leaseMs });
  return taken > 0;
}

/** Lets another take it at once. */
export async function giveTaskLease(
  knex: Knex,
  lease: { name: string; owner: string },
): Promise<void> {
  await knex('cursors').where(lease).update({ owner: null, lease_until: null });
}
