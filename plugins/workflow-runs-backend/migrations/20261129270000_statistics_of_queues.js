// @ts-check

/**
 * What runs come to is summed up by where their work is queued, too: beside the steps of a workflow, and as they are.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('statistics_steps', table => {
    table
      .boolean('is_queue')
      .notNullable()
      .defaultTo(false)
      .comment('it is no step, and its name is that of a queue');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // As it stands: on SQLite, knex would copy the table.
  await knex.raw('alter table statistics_steps drop column is_queue');
};
