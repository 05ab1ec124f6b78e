// @ts-check

/**
 * What a claim needs to know of the runs that wait: whose they are, so that limits per workflow and
 * tenant can be kept, and in which queue they wait. A queue holds runs that are alike to a claim
 * (workflow, definition, rank), so the first of each is found without looking at those behind it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('engine_runs', table => {
    table.string('workflow_id', 40).notNullable().defaultTo('');
    table.string('tenant_id', 128).notNullable().defaultTo('default');
    table
      .string('unreadable', 500)
      .comment('why the run could not be read when it was claimed last');
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('claims in a row that could not read it');
  });
  for (const column of ['workflow_id', 'tenant_id']) {
    await knex.raw(
      `update engine_runs set ${column} = (select runs.${column} from runs where runs.id = engine_runs.run_id) where exists (select 1 from runs where runs.id = engine_runs.run_id)`,
    );
  }
  await knex.raw('drop index engine_runs_claim_index');
  const waiting = 'where worker_id is null and wake_at is not null';
  await knex.raw(
    `create index engine_runs_queue_index on engine_runs (workflow_id, definition_hash, rank, wake_at, run_id) ${waiting}`,
  );
  await knex.raw(
    `create index engine_runs_wake_index on engine_runs (wake_at) ${waiting}`,
  );
  // Without those that nobody holds: SQLite would look for them by an index that has them all.
  await knex.raw('drop index engine_runs_worker_id_index');
  await knex.raw(
    'create index engine_runs_held_index on engine_runs (worker_id, workflow_id, tenant_id, rank) where worker_id is not null',
  );
  await knex.raw(
    'create index runs_blocked_index on runs (id) where blocked_reason is not null',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const index of [
    'runs_blocked_index',
    'engine_runs_held_index',
    'engine_runs_wake_index',
    'engine_runs_queue_index',
  ]) {
    await knex.raw(`drop index ${index}`);
  }
  // As they stand: on SQLite, knex would copy the table and forget its partial indexes.
  for (const column of ['workflow_id', 'tenant_id', 'unreadable', 'failures']) {
    await knex.raw(`alter table engine_runs drop column ${column}`);
  }
  await knex.raw(
    'create index engine_runs_worker_id_index on engine_runs (worker_id)',
  );
  await knex.raw(
    'create index engine_runs_claim_index on engine_runs (rank, wake_at) where worker_id is null and wake_at is not null',
  );
};
