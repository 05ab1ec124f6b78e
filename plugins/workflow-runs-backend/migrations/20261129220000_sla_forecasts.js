// @ts-check

/**
 * Runs that are likely to miss their targets are warned of before most of their time is over.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('timers', table => {
    table
      .bigInteger('likely_at')
      .comment('when the run is likely to end that is to be warned of now');
  });
  await knex.schema.alterTable('runs', table => {
    table
      .bigInteger('sla_likely_at')
      .comment('when it was likely to end as it came to be at risk');
  });
  // Most timers are of other kinds; these are looked through every few seconds.
  await knex.raw(
    "create index timers_sla_index on timers (run_id) where kind = 'sla_warning'",
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index timers_sla_index');
  // As they stand: on SQLite, knex would copy the tables and forget their partial indexes.
  await knex.raw('alter table runs drop column sla_likely_at');
  await knex.raw('alter table timers drop column likely_at');
};
