// @ts-check

/**
 * What people decide upon, what each attempt has used, and in which order files were added.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('decisions', table => {
    table.text('shown').comment('what who decides has to know, redacted JSON');
    table.text('validation').comment('what validators found, redacted JSON');
  });
  await knex.schema.alterTable('attempts', table => {
    table.bigInteger('tokens');
    table.bigInteger('compute_ms');
  });
  await knex.schema.alterTable('artifacts', table => {
    table
      .integer('number')
      .notNullable()
      .defaultTo(0)
      .comment('number of the event that added it');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // As they stand: on SQLite, knex would copy the tables and forget their partial indexes.
  for (const [table, column] of [
    ['artifacts', 'number'],
    ['attempts', 'compute_ms'],
    ['attempts', 'tokens'],
    ['decisions', 'validation'],
    ['decisions', 'shown'],
  ]) {
    await knex.raw(`alter table ${table} drop column ${column}`);
  }
};
