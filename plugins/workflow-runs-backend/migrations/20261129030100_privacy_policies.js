// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('privacy_policies', table => {
    table.comment(
      'What is taken out of runs, beside what the configuration says',
    );
    table.string('id', 40).primary();
    table.string('name', 100).notNullable().unique();
    table
      .text('content')
      .notNullable()
      .comment('JSON of what the policy says, as the API takes it');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts changes, so that none overwrites one it has not seen');
    table.string('updated_by', 512).notNullable();
    table.bigInteger('updated_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('privacy_policies');
};
