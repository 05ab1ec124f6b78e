// @ts-check

/**
 * What is asked of engines elsewhere, until they answer or nobody waits for it any more; and which of it was
 * answered, so that it is answered once. And artifacts of which only is known where they are.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ingest_commands', table => {
    table.string('action_id', 40).primary();
    table.string('run_id', 40).notNullable().index();
    table.string('engine_instance', 128).notNullable();
    table.integer('generation').notNullable().comment('when it was asked');
    table.bigInteger('expires_at').notNullable();
    table
      .bigInteger('next_try_at')
      .comment('when it is posted to the engine; null where the engine asks');
    table.integer('tries').notNullable().defaultTo(0);
    table.string('problem', 500).comment('why it was not posted last');
    table.bigInteger('taken_at').comment('when the engine had it first');
    table.index(['engine_instance', 'expires_at']);
    table.index(['expires_at']);
    table.index(['next_try_at']);
  });
  await knex.schema.createTable('ingest_answers', table => {
    table.string('action_id', 40).primary();
    table.string('run_id', 40).notNullable().index();
    table.bigInteger('answered_at').notNullable();
  });
  await knex.schema.alterTable('artifacts', table => {
    table.text('url').comment('where it is, where the content is not here');
    table.setNullable('bytes');
    table.setNullable('sha256');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('artifacts')
    .whereNotNull('url')
    .orWhereNull('bytes')
    .orWhereNull('sha256')
    .delete();
  await knex.schema.alterTable('artifacts', table => {
    table.dropColumn('url');
    table.dropNullable('bytes');
    table.dropNullable('sha256');
  });
  await knex.schema.dropTable('ingest_answers');
  await knex.schema.dropTable('ingest_commands');
};
