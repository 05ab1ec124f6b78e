// @ts-check

/**
 * Values that were tokenized, sealed with the data key of their run: who shreds that shreds them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('privacy_tokens', table => {
    table.comment('Values in whose place runs show a token');
    table.string('run_id', 40).notNullable();
    table.string('id', 32).notNullable();
    table.string('tenant_id', 128).notNullable();
    table.string('kind', 40).notNullable();
    table.binary('content').notNullable();
    table.bigInteger('created_at').notNullable();
    table.primary(['run_id', 'id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('privacy_tokens');
};
