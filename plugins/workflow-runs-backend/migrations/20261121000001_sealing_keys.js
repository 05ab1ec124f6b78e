// @ts-check

/**
 * Finds the data keys that a configured key wraps, for those that are to be wrapped anew.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index sealed_payloads_key_index on sealed_payloads (key_id, run_id) where kind = 'data_key'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index sealed_payloads_key_index');
};
