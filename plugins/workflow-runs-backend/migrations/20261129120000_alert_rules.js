// @ts-check

/**
 * Rules over the runs of a time, where each of them stands, and when it fired; and how long runs of a workflow may
 * take, as its entity says it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('workflows', table => {
    table.text('sla_annotated').comment('as the entity says it, unread');
  });
  await knex.schema.createTable('alert_rules', table => {
    table.comment('What admins want to be told of');
    table.string('id', 40).primary();
    table.text('content').notNullable().comment('what it says, JSON');
    table
      .text('compiled')
      .notNullable()
      .comment('which runs whoever saved it could see then, JSON');
    table.string('view_name', 100);
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('when what was decided then does not hold any more');
    table.boolean('enabled').notNullable();
    table.string('disabled_because', 16);
    table.integer('revision').notNullable();
    table.string('created_by', 512).notNullable();
    table.bigInteger('created_at').notNullable();
    table.string('updated_by', 512).notNullable();
    table.bigInteger('updated_at').notNullable();
  });
  await knex.schema.createTable('alert_states', table => {
    table.comment('Where each rule stands');
    table.string('rule_id', 40).primary();
    table
      .integer('epoch')
      .notNullable()
      .comment('grows with each write: whoever has read an older one loses');
    table.string('status', 16).notNullable();
    table.text('state').notNullable().comment('what the machine knows, JSON');
    table.text('reading').notNullable().comment('what was read last, JSON');
    table.text('recent').notNullable().comment('values of late, JSON');
    table.bigInteger('evaluated_at');
  });
  await knex.schema.createTable('alert_episodes', table => {
    table.comment('When rules fired');
    table.string('id', 40).primary();
    table.string('rule_id', 40).notNullable();
    table.bigInteger('fired_at').notNullable();
    table.double('value').notNullable();
    table.integer('runs').notNullable();
    table.double('threshold').notNullable();
    table.double('worst').notNullable();
    table.bigInteger('told_at');
    table.bigInteger('resolved_at');
    table.string('ended_by', 16).comment('how it came to its end');
    table.string('resolved_by', 512);
    table.text('note');
    table.index(['rule_id', 'fired_at']);
  });
  await knex.schema.createTable('alert_messages', table => {
    table.comment('What webhooks are to be told, until it is in their queue');
    table.string('id', 60).primary();
    table.string('webhook_id', 128).notNullable();
    table.string('type', 40).notNullable();
    table.string('episode_id', 40).notNullable();
    table.text('payload').notNullable().comment('JSON');
    table.bigInteger('at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('alter table workflows drop column sla_annotated');
  for (const table of [
    'alert_messages',
    'alert_episodes',
    'alert_states',
    'alert_rules',
  ]) {
    await knex.schema.dropTable(table);
  }
};
