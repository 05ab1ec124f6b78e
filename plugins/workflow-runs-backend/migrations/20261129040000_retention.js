// @ts-check

/** When retention has deleted a part of a run that is still there. */
const PARTS = ['logs', 'io', 'artifacts', 'sealed'];

/**
 * How long runs are kept, what was deleted when, and which runs there were.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('retention_policies', table => {
    table.comment('How long runs are kept, beside what the configuration says');
    table.integer('number').primary().comment('place in the list, from 0');
    table.string('tenant_id', 128);
    table.string('workflow', 256).comment('<engine>/<name>');
    table.string('status', 32);
    table.text('days').notNullable().comment('JSON: days by class');
  });
  await knex.schema.createTable('retention_settings', table => {
    table.comment('One row: what else is said of retention, and by whom last');
    table.integer('id').primary();
    table.text('hold_tags').notNullable().comment('JSON array of patterns');
    table.integer('revision').notNullable().comment('grows with each change');
    table.string('updated_by', 512);
    table.bigInteger('updated_at').comment('epoch ms');
  });
  await knex('retention_settings').insert({
    id: 1,
    hold_tags: '[]',
    revision: 0,
  });
  await knex.schema.createTable('retention_jobs', table => {
    table.comment('Passes of deleting, with how far each is and what it did');
    table.string('id', 40).primary();
    table.string('kind', 16).notNullable();
    table.string('status', 16).notNullable();
    table
      .smallint('slot')
      .unique()
      .comment('1 while it is under way: there is one at a time');
    table.string('started_by', 512).comment('null: the clock');
    table.string('aborted_by', 512);
    table.text('reason').comment('redacted');
    table.bigInteger('created_at').notNullable().comment('epoch ms');
    table.bigInteger('updated_at').notNullable();
    table.bigInteger('completed_at');
    table
      .bigInteger('cutoff')
      .notNullable()
      .comment('runs queued later are not looked at');
    table.bigInteger('first_at').comment('where it began');
    table.bigInteger('after_at').comment('how far it is: ordered_at …');
    table.string('after_id', 40).comment('… and id of a run');
    table.bigInteger('looked_at').notNullable().defaultTo(0);
    table.text('report').notNullable().comment('JSON');
    table.string('owner', 40).comment('the backend that works on it');
    table
      .integer('epoch')
      .notNullable()
      .defaultTo(0)
      .comment('counts those who took it: who had it before writes no more');
    table
      .bigInteger('lease_until')
      .comment('by the clock of the database; null: free');
    table.index(['created_at', 'id']);
  });
  await knex.schema.createTable('purged_runs', table => {
    table.comment('Runs that were deleted: nobody is to tell of them anew');
    table.string('id', 40).primary();
    table.string('workflow_id', 40).notNullable();
    table.string('tenant_id', 128).notNullable();
    table.string('environment', 64).notNullable();
    table.string('engine_instance', 128).notNullable();
    table.string('namespace', 128).notNullable();
    table.string('native_id', 256).notNullable();
    table.string('status', 32).notNullable();
    table.bigInteger('purged_at').notNullable().comment('epoch ms');
    table.string('purged_by', 512).comment('null: retention');
    table
      .boolean('has_rest')
      .notNullable()
      .comment('something of it is still to be deleted');
    table.unique(['engine_instance', 'namespace', 'native_id']);
  });
  await knex.raw(
    'create index purged_runs_rest_index on purged_runs (id) where has_rest',
  );
  await knex.schema.alterTable('run_live', table => {
    for (const part of PARTS) table.bigInteger(`${part}_deleted_at`);
  });
  await knex.schema.alterTable('bulk_items', table => {
    table.index(['run_id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('bulk_items', table => {
    table.dropIndex(['run_id']);
  });
  // As they stand: on SQLite, knex would copy the table.
  for (const part of PARTS) {
    await knex.raw(`alter table run_live drop column ${part}_deleted_at`);
  }
  for (const table of [
    'purged_runs',
    'retention_jobs',
    'retention_settings',
    'retention_policies',
  ]) {
    await knex.schema.dropTable(table);
  }
};
