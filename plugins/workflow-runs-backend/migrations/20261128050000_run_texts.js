// @ts-check

/**
 * The words of what runs were given, have put out and failed with. The texts themselves stay where
 * they are, in `run_io`, `runs` and `steps`.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const onSqlite = isSqlite(knex);
  await knex.schema.createTable('run_texts', table => {
    table.comment('Runs whose texts can be searched, with their words');
    if (onSqlite) table.increments('id').comment('rowid of its words');
    const runId = table.string('run_id', 40).notNullable();
    if (onSqlite) runId.unique();
    else runId.primary();
    if (onSqlite) table.text('words').notNullable();
    else table.specificType('words', 'tsvector').notNullable();
  });
  if (onSqlite) {
    // Words come as the backend has made them, with spaces between: that is all there is to know.
    await knex.raw(
      `create virtual table run_words using fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii')`,
    );
    return;
  }
  // What waits to be taken into the index is looked through by every search: let it be little.
  await knex.raw(
    'create index run_texts_words_index on run_texts using gin (words) with (gin_pending_list_limit = 1024)',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (isSqlite(knex)) await knex.schema.dropTable('run_words');
  await knex.schema.dropTable('run_texts');
};

/** @param {import('knex').Knex} knex */
function isSqlite(knex) {
  return knex.client.config.client.includes('sqlite');
}
