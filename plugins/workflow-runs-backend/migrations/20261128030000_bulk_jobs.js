// @ts-check

/**
 * Actions on many runs at once.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('bulk_jobs', table => {
    table.comment('Actions on many runs, with how far each is');
    table.string('id', 40).primary();
    table.text('name').notNullable().comment('redacted');
    table.string('action', 32).notNullable();
    table.text('params').notNullable().comment('redacted JSON');
    table.text('reason').notNullable().comment('redacted');
    table
      .string('status', 16)
      .notNullable()
      .comment('draft until all of its items are there; no reader sees it');
    table
      .string('started_by', 512)
      .notNullable()
      .comment('in whose name runs are acted on');
    table
      .string('idempotency_key', 128)
      .comment('null for a draft, and where none was given');
    table.string('request_hash', 64).notNullable();
    table.integer('total').notNullable();
    // Counted here, so that who watches a job does not count its items.
    for (const outcome of ['done', 'refused', 'failed', 'canceled']) {
      table.integer(outcome).notNullable().defaultTo(0);
    }
    table.string('aborted_by', 512);
    table.text('abort_reason').comment('redacted');
    table.bigInteger('created_at').notNullable().comment('epoch ms');
    table.bigInteger('updated_at').notNullable();
    table.bigInteger('completed_at');
    table.string('owner', 40).comment('the backend that works on it');
    table
      .integer('epoch')
      .notNullable()
      .defaultTo(0)
      .comment('counts those who took it: who had it before writes no more');
    table
      .bigInteger('lease_until')
      .comment('by the clock of the database; null: free');
    table.unique(['started_by', 'idempotency_key']);
    table.index(['started_by', 'created_at', 'id']);
    table.index(['created_at', 'id']);
  });
  await knex.raw(
    `create index bulk_jobs_open_index on bulk_jobs (created_at)
     where status in ('draft', 'running', 'aborting')`,
  );
  await knex.schema.createTable('bulk_items', table => {
    table.comment('The runs of bulk jobs, frozen when each job starts');
    table.string('job_id', 40).notNullable();
    table.integer('number').notNullable();
    table
      .string('run_id', 128)
      .notNullable()
      .comment('as it was named; there may be none');
    table.string('outcome', 16).notNullable();
    table.text('reason').comment('why it was refused or failed; redacted');
    table.string('result_run_id', 40).comment('the run that was launched');
    table.bigInteger('settled_at');
    table.primary(['job_id', 'number']);
    table.index(['job_id', 'outcome', 'number']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('bulk_items');
  await knex.schema.dropTable('bulk_jobs');
};
