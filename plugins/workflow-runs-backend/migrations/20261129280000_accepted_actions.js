// @ts-check

/**
 * What engines elsewhere have taken up is looked for every few seconds, until their runs tell what has come of it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index actions_accepted_index on actions (run_id) where status = 'accepted'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index actions_accepted_index');
};
