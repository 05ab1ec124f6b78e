// @ts-check

/**
 * Engines elsewhere that are asked for their runs: who asks, how it goes, what is to be asked for, and how far it is.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('engine_instances', table => {
    table.string('id', 128).primary();
    table
      .bigInteger('followed_since')
      .comment('what happened there before is an import');
    table.string('owner', 64).comment('who asks it');
    table.bigInteger('epoch').notNullable().defaultTo(0);
    table.bigInteger('lease_until').notNullable().defaultTo(0);
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('in a row, until something goes well');
    table.bigInteger('retry_at').comment('it is left alone until then');
    table.string('last_error', 1000);
    table.bigInteger('last_error_at');
  });
  await knex.schema.createTable('sync_orders', table => {
    table.string('engine_instance', 128).notNullable();
    table.string('kind', 16).notNullable();
    table
      .string('target', 128)
      .notNullable()
      .defaultTo('')
      .comment('our id of the run, where it is about one');
    table.bigInteger('asked_at').comment('when somebody wanted it last');
    table
      .bigInteger('began_at')
      .comment('when the pass under way began; null: none is');
    table.bigInteger('since_at').comment('the time that it is about');
    table.bigInteger('until_at');
    table.text('cursor').comment('where the next page begins');
    table
      .integer('runs')
      .notNullable()
      .defaultTo(0)
      .comment('told of in the pass under way, or the last one');
    table.bigInteger('done_at').comment('when the last whole pass began');
    table.string('error', 1000).comment('why nothing came of it');
    table.primary(['engine_instance', 'kind', 'target']);
  });
  await knex.schema.alterTable('observed_runs', table => {
    table.bigInteger('synced_at').comment('when its engine was asked for it');
    table
      .bigInteger('recorded')
      .notNullable()
      .defaultTo(0)
      .comment('number of the last log line that its engine has told');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('observed_runs', table => {
    table.dropColumn('synced_at');
    table.dropColumn('recorded');
  });
  await knex.schema.dropTable('sync_orders');
  await knex.schema.dropTable('engine_instances');
};
