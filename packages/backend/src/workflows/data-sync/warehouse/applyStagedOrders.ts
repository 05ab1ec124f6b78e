import { Knex } from 'knex';

const COLUMNS = [
  'id',
  'region',
  'customer',
  'item',
  'quantity',
  'amount_cents',
  'placed_at',
];

/** What became of the staged orders. */
export interface AppliedBatch {
  inserted: number;
  updated: number;
  unchanged: number;
}

/**
 * Moves what the run has staged into the warehouse, all of it or nothing.
 *
 * The outcome is noted under the idempotency key in the same transaction, so that an attempt that
 * comes after a commit nobody heard of finds the first outcome instead of "nothing changed".
 */
export async function applyStagedOrders(
  knex: Knex,
  runId: string,
  idempotencyKey: string,
): Promise<AppliedBatch & { repeated: boolean }> {
  return knex.transaction(async tx => {
    const known = await tx('applied_batches')
      .where({ idempotency_key: idempotencyKey })
      .first('result');
    if (known) return { ...JSON.parse(known.result), repeated: true };

    const batch = await compare(tx, runId);
    await upsert(tx, runId);
    await tx('applied_batches').insert({
      idempotency_key: idempotencyKey,
      result: JSON.stringify(batch),
    });
    return { ...batch, repeated: false };
  });
}

async function compare(tx: Knex, runId: string): Promise<AppliedBatch> {
  const differs = COLUMNS.map(name => `staged.${name} IS NOT known.${name}`);
  const [row] = await tx.raw(
    `SELECT
       count(*) AS staged,
       count(*) FILTER (WHERE known.id IS NULL) AS inserted,
       count(*) FILTER (WHERE known.id IS NOT NULL AND (${differs.join(
         ' OR ',
       )})) AS updated
     FROM staged_orders staged LEFT JOIN orders known ON known.id = staged.id
     WHERE staged.run_id = ?`,
    [runId],
  );
  const { staged, inserted, updated } = row;
  return { inserted, updated, unchanged: staged - inserted - updated };
}

async function upsert(tx: Knex, runId: string): Promise<void> {
  const columns = COLUMNS.join(', ');
  await tx.raw(
    `INSERT INTO orders (${columns})
     SELECT ${columns} FROM staged_orders WHERE run_id = ?
     ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map(
       name => `${name} = excluded.${name}`,
     ).join(', ')}`,
    [runId],
  );
}
