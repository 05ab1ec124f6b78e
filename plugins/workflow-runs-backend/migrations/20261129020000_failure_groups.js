// @ts-check

/**
 * Failures that belong together. A reader of the log writes these tables, apart from what people say of a
 * group: its state and its runbook.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('workflows', table => {
    table
      .string('runbook_url', 2000)
      .comment('of its catalog entity: what to do when it fails');
  });
  await knex.schema.createTable('failure_groups', table => {
    table.comment('Runs of a workflow that have failed in the same way');
    table.string('id', 40).primary();
    table
      .string('fingerprint', 64)
      .notNullable()
      .unique()
      .comment('SHA-256 of tenant, workflow, step, code and pattern');
    table.string('tenant_id', 128).notNullable();
    table.string('workflow_id', 40).notNullable();
    table.string('step_key', 128);
    table.string('error_category', 32).notNullable();
    table.string('error_code', 200);
    table
      .text('pattern')
      .notNullable()
      .comment('the message without what differs from run to run');
    table.bigInteger('first_seen').notNullable();
    table.bigInteger('last_seen').notNullable();
    table
      .string('state', 16)
      .notNullable()
      .comment('open, snoozed or resolved; snoozed until snoozed_until');
    table.bigInteger('snoozed_until');
    table.string('state_by', 512).comment('who has snoozed or resolved it');
    table.bigInteger('state_at');
    table.text('state_reason').comment('redacted');
    table.string('runbook_url', 2000);
    table.index(['last_seen', 'id']);
    table.index(['workflow_id', 'last_seen', 'id']);
  });
  await knex.schema.createTable('failure_group_environments', table => {
    table.comment('What a group has in each environment, all of its runs');
    table.string('group_id', 40).notNullable();
    table.string('environment', 64).notNullable();
    table.bigInteger('first_seen').notNullable();
    table.bigInteger('last_seen').notNullable();
    table.text('message').notNullable().comment('of the latest failure');
    table.integer('episodes').notNullable();
    table.integer('seen').notNullable().comment('runs that have failed so');
    table.integer('failed').notNullable().comment('those that are failed now');
    table.primary(['group_id', 'environment']);
  });
  await knex.schema.createTable('failure_days', table => {
    table.comment('How many runs failed last on a day, by group');
    table.string('group_id', 40).notNullable();
    table.string('environment', 64).notNullable();
    table.integer('day').notNullable().comment('days since 1970, by UTC');
    table.integer('runs').notNullable();
    table.primary(['group_id', 'environment', 'day']);
  });
  await knex.schema.createTable('failure_episodes', table => {
    table.comment('Failures of a group without a success between them');
    table.string('group_id', 40).notNullable();
    table.string('environment', 64).notNullable();
    table.integer('number').notNullable();
    table.string('workflow_id', 40).notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('last_seen').notNullable();
    table.bigInteger('ended_at');
    table.integer('failures').notNullable();
    table.primary(['group_id', 'environment', 'number']);
  });
  // Each success of a workflow looks for those that it ends, and there are few.
  await knex.raw(
    'create index failure_episodes_open_index on failure_episodes (workflow_id, environment) where ended_at is null',
  );
  await knex.schema.createTable('run_failures', table => {
    table.comment('Runs with the groups that they have failed in');
    table.string('run_id', 40).notNullable();
    table.string('group_id', 40).notNullable();
    table
      .integer('generation')
      .notNullable()
      .comment('the latest in which it failed so');
    table.string('environment', 64).notNullable();
    table
      .bigInteger('ordered_at')
      .notNullable()
      .comment('of the run, which never changes');
    table.bigInteger('failed_at').notNullable();
    table
      .string('failed_group_id', 40)
      .comment('the group, while the run is failed so');
    table.primary(['run_id', 'group_id']);
    table.index(['group_id', 'failed_at', 'run_id']);
  });
  await knex.raw(
    'create index run_failures_failed_index on run_failures (failed_group_id, ordered_at, run_id) where failed_group_id is not null',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'run_failures',
    'failure_episodes',
    'failure_days',
    'failure_group_environments',
    'failure_groups',
  ]) {
    await knex.schema.dropTable(table);
  }
  await knex.schema.alterTable('workflows', table => {
    table.dropColumn('runbook_url');
  });
};
