import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import knexFactory, { Knex } from 'knex';

/**
 * Opens the warehouse: a SQLite file of its own, because it stands for somebody else's database.
 * Creates the file and its tables where they are missing.
 */
export async function openWarehouse(file: string): Promise<Knex> {
  await mkdir(dirname(file), { recursive: true });
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
  });
  try {
    await knex.raw('PRAGMA journal_mode = WAL');
    await createTables(knex);
    return knex;
  } catch (error) {
    await knex.destroy();
    throw error;
  }
}

async function createTables(knex: Knex): Promise<void> {
  for (const table of ['orders', 'staged_orders']) {
    const isStaging = table === 'staged_orders';
    await knex.raw(`
      CREATE TABLE IF NOT EXISTS ${table} (
        ${isStaging ? 'run_id TEXT NOT NULL, staged_at INTEGER NOT NULL,' : ''}
        id INTEGER NOT NULL,
        region TEXT NOT NULL,
        customer TEXT NOT NULL,
        item TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        amount_cents INTEGER NOT NULL,
        placed_at TEXT NOT NULL,
        PRIMARY KEY (${isStaging ? 'run_id, id' : 'id'})
      )`);
  }
  await knex.raw(`
    CREATE TABLE IF NOT EXISTS applied_batches (
      idempotency_key TEXT NOT NULL PRIMARY KEY,
      result TEXT NOT NULL
    )`);
}
