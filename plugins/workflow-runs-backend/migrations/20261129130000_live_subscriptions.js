// @ts-check

/**
 * Who wants to hear of which runs for the next minutes, by signals.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('live_subscriptions', table => {
    table.comment('Hints that users want; a row that is not renewed is void');
    table.string('user_ref', 256).notNullable();
    table.string('subject_type', 16).notNullable().comment('run or workflow');
    table.string('subject', 128).notNullable().comment('id of it');
    table
      .text('visibility')
      .notNullable()
      .comment('which runs the user could read then, JSON');
    table.bigInteger('expires_at').notNullable();
    table.primary(['user_ref', 'subject_type', 'subject']);
    table.index(['subject_type', 'subject']);
    table.index(['expires_at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('live_subscriptions');
};
