import { Knex } from 'knex';
import { isSqlite } from '../database/isSqlite';
import { forgetRuns } from '../failures/forgetRuns';
import { KeptRuns, WalkedRun } from './KeptRuns';

/** Readers of the log that write what belongs to runs. */
const READERS = ['failure-groups', 'search', 'statistics', 'webhooks'];

/** What has become of runs that were to go. */
export interface Purged {
  gone: WalkedRun[];
  /** Those that launched runs which go on. */
  withOpenChildren: WalkedRun[];
}

/**
 * Takes runs away, all at once for whoever looks: in one short transaction, with a tombstone for each. What belongs
 * to them is deleted behind that, piece by piece, for as long as the tombstone says that there is a rest.
 *
 * The recorder locks `run_live` before it writes of a run, and refuses what is told of one that has none; readers
 * of the log look for the run where they hold their cursor. So neither writes of a run that is gone.
 *
 * @param options - `isDue`: asked again of each run where nobody can change it
 */
export async function purgeRuns(
  knex: Knex,
  runIds: readonly string[],
  options: {
    kept: KeptRuns;
    isDue: (run: WalkedRun) => boolean;
    now: number;
    /** Null where retention does it. */
    purgedBy: string | null;
    /** Fails where another has taken over what this is a part of. */
    fence?: (trx: Knex.Transaction) => Promise<void>;
  },
): Promise<Purged> {
  const { kept, isDue, now, purgedBy, fence } = options;
  return knex.transaction(async trx => {
    await fence?.(trx);
    await lock(trx, runIds);
    const open = await havingOpenChildren(trx, runIds);
    const busy = new Set(
      await trx('engine_runs').whereIn('run_id', runIds).pluck('run_id'),
    );
    const due = (await kept.find(trx, runIds)).filter(
      run => isDue(run) && !busy.has(run.id),
    );
    const gone = due.filter(({ id }) => !open.has(id));
    const ids = gone.map(({ id }) => id);
    if (ids.length > 0) {
      await bury(trx, ids, now, purgedBy);
      await forgetRuns(trx, ids);
      await trx('run_tags').whereIn('run_id', ids).delete();
      await trx('runs').whereIn('id', ids).delete();
      await trx('run_live').whereIn('run_id', ids).delete();
    }
    return { gone, withOpenChildren: due.filter(({ id }) => open.has(id)) };
  });
}

/** In the order in which others lock. A transaction on SQLite has the file for itself. */
async function lock(
  trx: Knex.Transaction,
  runIds: readonly string[],
): Promise<void> {
  if (isSqlite(trx)) return;
  await trx('cursors')
    .whereIn('name', READERS)
    .orderBy('name')
    .forUpdate()
    .select('name');
  await trx('run_live')
    .whereIn('run_id', runIds)
    .orderBy('run_id')
    .forUpdate()
    .select('run_id');
}

/** Those of the runs that have launched others which go on. */
export async function havingOpenChildren(
  knex: Knex,
  runIds: readonly string[],
): Promise<Set<string>> {
  return new Set(
    await knex('runs')
      .whereIn('parent_run_id', runIds)
      .whereNotNull('parent_run_id')
      .whereNull('completed_at')
      .distinct('parent_run_id')
      .pluck('parent_run_id'),
  );
}

async function bury(
  trx: Knex.Transaction,
  ids: readonly string[],
  now: number,
  purgedBy: string | null,
): Promise<void> {
  const copied = [
    'id',
    'workflow_id',
    'tenant_id',
    'environment',
    'engine_instance',
    'namespace',
    'native_id',
    'status',
  ];
  const rows = await trx('runs').whereIn('id', ids).select(copied);
  await trx('purged_runs').insert(
    rows.map(row => ({
      ...row,
      purged_at: now,
      purged_by: purgedBy,
      has_rest: true,
    })),
  );
}
