// @ts-check

/**
 * What runs need to be operated: fan-outs, waits, decisions, rollbacks, re-opening, child runs.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('steps', table => {
    table
      .boolean('held')
      .notNullable()
      .defaultTo(false)
      .comment('failed for good, and an operator is to decide');
    table
      .text('waiting_for')
      .comment('what it waits for where no worker holds it, JSON');
    table.integer('item_count').comment('items of a fan-out');
    table
      .integer('failed_items')
      .notNullable()
      .defaultTo(0)
      .comment('of a fan-out or a chunk of one');
    table.text('validation').comment('what validators found, redacted JSON');
    table.text('report').comment('what the handler reported, redacted JSON');
  });

  await knex.schema.alterTable('runs', table => {
    table.text('resolution').comment('what became of a failure, redacted JSON');
    table.integer('parent_item_index').comment('item that it was launched for');
    table.integer('parent_attempt').comment('attempt that it was launched for');
    table.index(['parent_run_id']);
    table.index(['origin_run_id']);
  });

  await knex.schema.alterTable('actions', table => {
    table.text('details').comment('what else was asked, redacted JSON');
  });

  await knex.schema.createTable('decisions', table => {
    table.comment('What humans were asked, and what they said');
    table.string('run_id', 40).notNullable();
    table.string('step_key', 128).notNullable();
    table.integer('item_index').notNullable().defaultTo(-1);
    table.integer('generation').notNullable();
    table.bigInteger('asked_at').notNullable();
    table.string('about', 16).notNullable().comment('approval or validation');
    table.text('approvers').notNullable().comment('JSON array of entity refs');
    table.bigInteger('due_at');
    table.bigInteger('decided_at');
    table.string('decision', 16).comment('approved or rejected');
    table.string('actor', 512).comment('null where nobody decided in time');
    table.text('note').comment('redacted');
    table.primary([
      'run_id',
      'step_key',
      'item_index',
      'generation',
      'asked_at',
    ]);
  });
  await knex.raw(
    'create index decisions_open_index on decisions (run_id) where decided_at is null',
  );

  await knex.schema.createTable('run_messages', table => {
    table.comment('What other runs tell a run: that a child has ended');
    table.string('run_id', 40).notNullable().comment('who is told');
    table.string('child_run_id', 40).notNullable();
    table.integer('generation').notNullable().comment('of the child');
    table.string('step_key', 128).notNullable();
    table.integer('item_index').notNullable();
    table.integer('attempt').notNullable();
    table.bigInteger('created_at').notNullable();
    table.primary(['run_id', 'child_run_id', 'generation']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_messages');
  await knex.schema.dropTable('decisions');
  // As they stand: on SQLite, knex would copy the tables and forget their partial indexes.
  const columns = [
    ['actions', 'details'],
    ...['resolution', 'parent_item_index', 'parent_attempt'].map(column => [
      'runs',
      column,
    ]),
    ...[
      'held',
      'waiting_for',
      'item_count',
      'failed_items',
      'validation',
      'report',
    ].map(column => ['steps', column]),
  ];
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['origin_run_id']);
    table.dropIndex(['parent_run_id']);
  });
  for (const [table, column] of columns) {
    await knex.raw(`alter table ${table} drop column ${column}`);
  }
};
