import { Knex } from 'knex';

/**
 * Deletes entries of the audit trail that are older than a time; nothing else does. The trail has an age of
 * its own: that a run is purged takes none of its entries away.
 *
 * @param page - how many at most, so that each statement is short
 * @returns how many were deleted; fewer than `limit`: no older ones are left
 */
export async function deleteAuditBefore(
  knex: Knex,
  page: { before: number; limit: number },
): Promise<number> {
  const ids = await knex('audit_entries')
    .where('at', '<', page.before)
    .orderBy(['at', 'id'])
    .limit(page.limit)
    .pluck('id');
  // The planner of PostgreSQL takes a list of values by the primary key.
  return ids.length === 0
    ? 0
    : knex('audit_entries').whereIn('id', ids).delete();
}
