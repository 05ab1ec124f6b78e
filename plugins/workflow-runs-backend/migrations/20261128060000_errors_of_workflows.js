// @ts-check

/**
 * What has failed of a workflow and how, which is asked of busy ones: a walk along all of their runs
 * finds few that have failed so. Runs without an error are in neither index.
 */
const INDEXES = ['error_code', 'error_category'].map(column => [
  `runs_workflow_${column}_index`,
  `runs (workflow_id, ${column}, ordered_at, id) where ${column} is not null`,
]);

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const [name, columns] of INDEXES) {
    await knex.raw(`create index ${name} on ${columns}`);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const [name] of INDEXES) await knex.raw(`drop index ${name}`);
};
