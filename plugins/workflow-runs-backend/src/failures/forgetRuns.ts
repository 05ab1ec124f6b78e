import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { dayOf, MAX_MESSAGE } from './writeFailures';

/**
 * Takes runs out of the groups that they have failed in, for good: what nothing is left of goes, and a message that
 * only they have said. The transaction must be the only one that writes these tables.
 */
export async function forgetRuns(
  trx: Knex.Transaction,
  runIds: readonly string[],
): Promise<void> {
  const failures: DatabaseRow[] = await trx('run_failures').whereIn(
    'run_id',
    runIds,
  );
  if (failures.length === 0) return;
  await trx('run_failures').whereIn('run_id', runIds).delete();
  for (const ofDay of groupBy(failures, failure => [
    failure.group_id,
    failure.environment,
    dayOf(Number(failure.failed_at)),
  ])) {
    const [{ group_id, environment, failed_at }] = ofDay;
    await trx('failure_days')
      .where({ group_id, environment, day: dayOf(Number(failed_at)) })
      .decrement('runs', ofDay.length);
  }
  for (const ofEnvironment of groupBy(failures, failure => [
    failure.group_id,
    failure.environment,
  ])) {
    await forgetIn(trx, ofEnvironment);
  }
  const groupIds = [...new Set(failures.map(failure => failure.group_id))];
  await trx('failure_groups')
    .whereIn('id', groupIds)
    .whereNotExists(environments =>
      environments
        .from('failure_group_environments')
        .whereRaw('group_id = failure_groups.id'),
    )
    .delete();
}

/** @param failures - of one group in one environment */
async function forgetIn(
  trx: Knex.Transaction,
  failures: DatabaseRow[],
): Promise<void> {
  const [{ group_id, environment }] = failures;
  const key = { group_id, environment };
  const known = await trx('failure_group_environments').where(key).first();
  if (!known) return;
  const seen = known.seen - failures.length;
  if (seen <= 0) {
    for (const table of [
      'failure_group_environments',
      'failure_days',
      'failure_episodes',
    ]) {
      await trx(table).where(key).delete();
    }
    return;
  }
  const failed = failures.filter(each => each.failed_group_id !== null).length;
  const saidLast = failures.some(
    ({ failed_at }) => Number(failed_at) >= Number(known.last_seen),
  );
  await trx('failure_group_environments')
    .where(key)
    .update({
      seen,
      failed: known.failed - failed,
      ...(saidLast ? { message: await messageOf(trx, key) } : {}),
    });
}

/** What the latest of those that are left has said, where it is failed still. */
async function messageOf(
  trx: Knex.Transaction,
  { group_id, environment }: { group_id: string; environment: string },
): Promise<string> {
  const latest = await trx('run_failures')
    .join('runs', 'runs.id', 'run_failures.run_id')
    .where({ group_id, 'run_failures.environment': environment })
    .orderBy('failed_at', 'desc')
    .first('runs.error_message');
  return (latest?.error_message ?? '').slice(0, MAX_MESSAGE);
}

function groupBy(
  rows: DatabaseRow[],
  keyOf: (row: DatabaseRow) => unknown[],
): DatabaseRow[][] {
  const groups = new Map<string, DatabaseRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}
