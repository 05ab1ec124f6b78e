// @ts-check

/**
 * What runs that have ended come to. Times are in quarters of an hour since 1970, in UTC. A tally is a
 * list of counts, and of durations by their size; `src/statistics/Tally.ts` reads and writes it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('statistics_series', table => {
    table.comment('Runs that are alike in all that statistics tell apart');
    table.increments('id');
    table.string('workflow_id', 40).notNullable();
    table.string('tenant_id', 128).notNullable();
    table.string('environment', 64).notNullable();
    table.boolean('backfill').notNullable();
    table.string('version', 100).comment('null: all of them');
    table.integer('base_id').comment('of the same with all versions');
    table
      .integer('chain_id')
      .comment('of the first series of the workflow in the environment');
    table.integer('first_day').comment('of runs that have ended, since 1970');
    table.integer('last_day');
    table.unique([
      'workflow_id',
      'environment',
      'backfill',
      'version',
      'tenant_id',
    ]);
  });

  await knex.schema.createTable('statistics_steps', table => {
    table.comment('Steps of workflows');
    table.increments('id');
    table.string('workflow_id', 40).notNullable();
    table.string('step_key', 128).notNullable();
    table.string('name', 256).notNullable();
    table.unique(['workflow_id', 'step_key']);
  });

  await knex.schema.createTable('statistics_runs', table => {
    table.comment('What each run that has ended has last added to the sums');
    table.string('run_id', 40).primary();
    table.integer('series_id').notNullable();
    table.integer('base_id').notNullable();
    table.integer('chain_id').notNullable();
    table.bigInteger('ended_at').notNullable();
    table
      .smallint('outcome')
      .notNullable()
      .comment('0 canceled, 1 completed, 2 failed');
    table
      .bigInteger('recovery_ms')
      .comment('since the first of the failures that it has put an end to');
    table.binary('tally').notNullable().comment('of the run and of its steps');
    // With the outcome, a chain is followed without a look at its rows.
    table.index(
      ['chain_id', 'ended_at', 'run_id', 'outcome'],
      'statistics_runs_chain_index',
    );
  });

  await knex.schema.createTable('statistics_buckets', table => {
    table.comment('What the runs of a series come to that ended in some time');
    table.integer('series_id').notNullable();
    table.smallint('span').notNullable().comment('how long it is');
    table.integer('at').notNullable().comment('when it begins');
    table.binary('tally').notNullable();
    table.binary('steps').comment('of each step, where it is kept');
    table.primary(['series_id', 'span', 'at']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'statistics_buckets',
    'statistics_runs',
    'statistics_steps',
    'statistics_series',
  ]) {
    await knex.schema.dropTable(table);
  }
};
