// @ts-check

/**
 * What lists tell of runs without a look at their steps: what went in and out in few words, how often
 * something was retried, and how well they did. And the engine's own word for the status of a step.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .text('inputs_summary')
      .comment('the input in few words, redacted JSON');
    table
      .text('outputs_summary')
      .comment('the output in few words, redacted JSON');
  });
  await knex.schema.alterTable('run_live', table => {
    table
      .integer('retries')
      .notNullable()
      .defaultTo(0)
      .comment('attempts after the first one of a step, in all passages');
    table.double('accuracy').comment('as reported, 0 to 1; the latest wins');
    table.double('throughput_delta').comment('as reported; the latest wins');
  });
  await knex.schema.alterTable('steps', table => {
    table
      .string('native_status', 64)
      .comment('the engine’s own word for the status');
  });
  await knex.raw(
    `update run_live set retries = (
       select count(*) from attempts
       where attempts.run_id = run_live.run_id and attempts.number > 1
     )`,
  );
  // The page of a run asks what its steps have reported; most of ten thousand have not.
  await knex.raw(
    `create index steps_reported_index on steps (run_id, step_number, item_index) where report is not null`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index steps_reported_index');
  // As they stand: on SQLite, knex would copy the tables and forget their partial indexes.
  for (const [table, column] of [
    ['steps', 'native_status'],
    ['run_live', 'throughput_delta'],
    ['run_live', 'accuracy'],
    ['run_live', 'retries'],
    ['runs', 'outputs_summary'],
    ['runs', 'inputs_summary'],
  ]) {
    await knex.raw(`alter table ${table} drop column ${column}`);
  }
};
