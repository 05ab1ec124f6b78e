// @ts-check

/** Ids of runs that engines elsewhere have given: some are made of the name of the workflow and one of the run. */
const NATIVE_ID = 1100;
const TABLES = ['runs', 'observed_runs', 'purged_runs'];
const ADDED = /** @type {const} */ ([
  ['actions', ['result']],
  ['steps', ['task_queue', 'operations']],
  ['runs', ['origin_as', 'task_queue', 'attributes']],
]);

/**
 * What engines elsewhere tell of their runs beside how they go: where they come from, where their work is queued, what
 * may be done to their steps; and what a run has answered that was asked to change something.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // SQLite does not hold a text to a length.
  if (!isSqlite(knex)) {
    for (const table of TABLES) {
      await knex.raw(
        `alter table ${table} alter column native_id type varchar(${NATIVE_ID})`,
      );
    }
  }
  await knex.schema.alterTable('runs', table => {
    table
      .string('origin_as', 16)
      .comment('what it is to the run that it comes from');
    table.string('task_queue', 256);
    table.text('attributes').comment('of its engine, redacted JSON');
  });
  await knex.schema.alterTable('steps', table => {
    table.string('task_queue', 256);
    table.text('operations').comment('what its engine offers, JSON');
  });
  await knex.schema.alterTable('actions', table => {
    table.text('result').comment('what was answered, redacted JSON');
  });
};

/**
 * Columns stay as wide as they are: what is in them may fit into no less.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // As they stand: on SQLite, knex would copy the tables, and lose their triggers.
  for (const [table, columns] of ADDED) {
    for (const column of columns)
      await knex.raw(`alter table ${table} drop column ${column}`);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
function isSqlite(knex) {
  return knex.client.config.client.includes('sqlite');
}
