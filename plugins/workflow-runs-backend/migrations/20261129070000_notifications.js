// @ts-check

/**
 * What people are to be told of runs, until it is sent, and what they were told, so that it can be said when
 * it is over.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('notifications', table => {
    table.comment('One row for each scope; what is written last is sent next');
    table.string('scope', 250).primary();
    table.string('topic', 32).notNullable();
    table.string('run_id', 40).notNullable();
    table.string('workflow_id', 40).notNullable();
    table.string('environment', 64).notNullable();
    table.text('content').notNullable().comment('what is said, JSON');
    table
      .text('recipients')
      .notNullable()
      .comment('entity refs, JSON array: users and groups');
    table.boolean('to_watchers').notNullable();
    table
      .text('actors')
      .notNullable()
      .comment('who has done it and need not be told, JSON array');
    table
      .integer('revision')
      .notNullable()
      .comment('grows whenever something else is to be said');
    table
      .bigInteger('due_at')
      .comment('when it is to be sent; null: there is nothing to send');
    table.bigInteger('written_at').notNullable();
    table.bigInteger('sent_at').comment('when it was last sent');
    table.text('sent_to').comment('whom, JSON array');
    table.bigInteger('settled_at').comment('when it was over');
    table
      .string('fingerprint', 64)
      .comment('of a group of failures: the row is one of its episodes');
    table.integer('failures').comment('of the episode');
    table.index(['run_id']);
    table.index(['workflow_id', 'environment', 'fingerprint']);
    table.index(['written_at']);
  });
  await knex.raw(
    'create index notifications_due_index on notifications (due_at) where due_at is not null',
  );
  await knex.schema.alterTable('run_watchers', table => {
    table
      .text('visibility')
      .comment('which runs the user could read then, JSON');
    table.bigInteger('visibility_at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('run_watchers', table => {
    table.dropColumns('visibility', 'visibility_at');
  });
  await knex.schema.dropTable('notifications');
};
