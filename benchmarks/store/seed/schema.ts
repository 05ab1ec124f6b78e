import { Knex } from 'knex';

/** What a database says that its tables, constraints and indexes are. */
export type Schema = readonly string[];

/** Something that is cheaper to make once its table is full. */
export interface Postponed {
  drop: string;
  create: string;
}

export async function postgresSchema(knex: Knex): Promise<Schema> {
  const { rows } = await knex.raw(`
    select indexdef as line from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default)
    from information_schema.columns where table_schema = 'public'
    order by line`);
  return rows.map(({ line }: { line: string }) => line);
}

export async function sqliteSchema(knex: Knex): Promise<Schema> {
  const rows = await knex('sqlite_master')
    .whereNot('name', 'like', 'sqlite_stat%')
    .orderBy('name');
  return rows.map(({ name, sql }) => `${name} ${sql}`);
}

/** Constraints first: a primary key is dropped and made with its index. */
export async function postponedOnPostgres(
  knex: Knex,
  table: string,
): Promise<{ constraints: Postponed[]; indexes: Postponed[] }> {
  const constraints = await knex.raw(
    `select conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where conrelid = ?::regclass and contype in ('p', 'u')`,
    [table],
  );
  const indexes = await knex.raw(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = ? and not exists (
       select from pg_constraint where conname = indexname)`,
    [table],
  );
  return {
    constraints: constraints.rows.map(({ name, definition }: NamedRow) => ({
      drop: `alter table ${table} drop constraint ${name}`,
      create: `alter table ${table} add constraint ${name} ${definition}`,
    })),
    indexes: indexes.rows.map(({ name, definition }: NamedRow) => ({
      drop: `drop index ${name}`,
      create: definition,
    })),
  };
}

export async function postponedOnSqlite(
  knex: Knex,
  table: string,
): Promise<Postponed[]> {
  const rows = await knex('sqlite_master')
    .where({ type: 'index', tbl_name: table })
    .whereNotNull('sql');
  return rows.map(({ name, sql }) => ({
    drop: `drop index \`${name}\``,
    create: sql,
  }));
}

interface NamedRow {
  name: string;
  definition: string;
}

/** @throws Error where the schema is not what it was */
export function demandSame(before: Schema, after: Schema): void {
  const missing = before.filter(line => !after.includes(line));
  const added = after.filter(line => !before.includes(line));
  if (missing.length + added.length === 0) return;
  throw new Error(
    `The schema is not that of the migrations: without ${missing}; with ${added}`,
  );
}
