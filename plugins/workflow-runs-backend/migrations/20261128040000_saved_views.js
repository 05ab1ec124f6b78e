// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('saved_views', table => {
    table.comment('Lists of runs that are worth a name');
    table.string('id', 40).primary();
    table
      .string('owner_ref', 512)
      .notNullable()
      .comment('Entity ref of the user or group that it belongs to');
    table.string('name', 100).notNullable();
    table.text('description').notNullable();
    table
      .text('filter')
      .notNullable()
      .comment('JSON of the filters by name, as a query writes them');
    table.string('sort', 20).notNullable();
    table
      .text('columns')
      .comment('JSON of the ids of columns; null for those of the table');
    table.string('created_by', 512).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table
      .integer('version')
      .notNullable()
      .comment('Counts changes, so that none overwrites one it has not seen');
    table.unique(['owner_ref', 'name']);
  });
  await knex.schema.createTable('view_keys', table => {
    table.comment('Idempotency keys by which views were saved, for a week');
    table.string('actor', 512).notNullable();
    table.string('key', 128).notNullable();
    table.string('request_hash', 64).notNullable();
    table
      .string('view_id', 40)
      .notNullable()
      .comment('of the view, which may be gone');
    table.bigInteger('used_at').notNullable().index();
    table.primary(['actor', 'key']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('view_keys');
  await knex.schema.dropTable('saved_views');
};
