// @ts-check

/**
 * What people say about runs, and which ones they want to hear of.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('annotations', table => {
    table.comment('Notes that people have left at runs');
    table.string('id', 40).primary();
    table.string('run_id', 40).notNullable();
    table
      .integer('number')
      .notNullable()
      .comment('number of the event that tells of it; orders those of a run');
    table.string('author', 512).notNullable().comment('who has written it');
    table.text('note').notNullable().comment('redacted');
    table.bigInteger('created_at').notNullable();
    table.unique(['run_id', 'number']);
  });

  await knex.schema.createTable('run_watchers', table => {
    table.comment('Users who want to hear of runs');
    table.string('run_id', 40).notNullable();
    table.string('user_ref', 512).notNullable();
    table.bigInteger('created_at').notNullable();
    table.primary(['run_id', 'user_ref']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_watchers');
  await knex.schema.dropTable('annotations');
};
