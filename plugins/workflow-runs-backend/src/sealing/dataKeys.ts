import { Knex } from 'knex';
import { WrappedKey } from './Sealer';

/** How many data keys each configured key wraps, but for one key. */
export async function countDataKeys(
  knex: Knex,
  except: string,
): Promise<Map<string, number>> {
  // From one id to the next: those that are wrapped by the active key, nearly all, cost nothing.
  const result = await knex.raw(
    `with recursive ids(id) as (
       select min(key_id) from sealed_payloads where kind = 'data_key'
       union all
       select (
         select min(key_id) from sealed_payloads
         where kind = 'data_key' and key_id > ids.id
       ) from ids where ids.id is not null
     )
     select id from ids where id is not null`,
  );
  const rows: { id: string }[] = result.rows ?? result;
  const counts = new Map<string, number>();
  for (const { id } of rows) {
    if (id === except) continue;
    const row = await wrappedBy(knex, id).count('* as count').first();
    counts.set(id, Number(row!.count));
  }
  return counts;
}

/** Some data keys that a key wraps, those of the runs behind `after`. */
export async function dataKeysOf(
  knex: Knex,
  keyId: string,
  page: { after: string; limit: number },
): Promise<{ runId: string; content: Buffer }[]> {
  const rows = await wrappedBy(knex, keyId)
    .where('run_id', '>', page.after)
    .orderBy('run_id')
    .limit(page.limit)
    .select('run_id', 'content');
  return rows.map(({ run_id, content }) => ({ runId: run_id, content }));
}

/** Puts data keys that were wrapped anew in the place of what they were. */
export async function replaceDataKeys(
  knex: Knex,
  keyId: string,
  rewrapped: ReadonlyMap<string, WrappedKey>,
): Promise<void> {
  await knex.transaction(async trx => {
    for (const [run_id, wrapped] of rewrapped) {
      // One that was shredded meanwhile stays so.
      await wrappedBy(trx, keyId)
        .where({ run_id })
        .update({ key_id: wrapped.keyId, content: wrapped.content });
    }
  });
}

/**
 * Deletes the data keys of runs: what was sealed for them can be opened by nobody any more, here or
 * in a backup made later.
 */
export async function shred(knex: Knex, runIds: string[]): Promise<void> {
  await knex('sealed_payloads')
    .whereIn('run_id', runIds)
    .where({ kind: 'data_key' })
    .delete();
}

function wrappedBy(knex: Knex, keyId: string) {
  return knex('sealed_payloads').where({ key_id: keyId, kind: 'data_key' });
}
