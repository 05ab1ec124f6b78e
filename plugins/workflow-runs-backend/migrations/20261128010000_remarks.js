// @ts-check

/**
 * What people say about runs.
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
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('annotations');
};
