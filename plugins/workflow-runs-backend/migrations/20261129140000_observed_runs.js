// @ts-check

/**
 * What engines elsewhere have told of their runs, as far as it is known: what the rows of those runs are made from.
 * And which events have been taken in, so that none is taken in twice.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('observed_runs', table => {
    table.string('run_id', 40).primary();
    table.string('engine_instance', 128).notNullable();
    table.string('namespace', 128).notNullable();
    table.string('native_id', 256).notNullable();
    table
      .boolean('is_shown')
      .notNullable()
      .comment('whether there is a run of it: its workflow is known');
    table
      .bigInteger('revision')
      .notNullable()
      .comment('grows with each change: a writer who has read an older one');
    table.text('snapshot').notNullable().comment('redacted JSON');
    table.text('told').comment('how far the log has come with it, JSON');
    table.bigInteger('updated_at').notNullable();
    table.unique(['engine_instance', 'namespace', 'native_id']);
  });
  await knex.raw(
    'create index observed_runs_waiting_index on observed_runs (updated_at) where not is_shown',
  );
  await knex.schema.createTable('ingested_events', table => {
    table.string('source', 512).notNullable();
    table.string('event_id', 256).notNullable();
    table.bigInteger('received_at').notNullable();
    table.primary(['source', 'event_id']);
    table.index(['received_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ingested_events');
  await knex.schema.dropTable('observed_runs');
};
