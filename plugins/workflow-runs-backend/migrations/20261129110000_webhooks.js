// @ts-check

/**
 * Webhooks, and what they are to deliver. A message is kept once, however many webhooks deliver it. What changes
 * with each delivery is apart from what people have said of a webhook.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('webhooks', table => {
    table.string('id', 40).primary();
    table.string('name', 100).notNullable();
    table.string('description', 1000).notNullable();
    table.text('url').notNullable();
    table.text('event_types').notNullable().comment('JSON array');
    table.string('view_id', 128);
    table.string('view_name', 100).comment('as it was when it was saved');
    table
      .text('filter')
      .notNullable()
      .comment('what the view said then, as a query writes it, JSON');
    table
      .text('visibility')
      .notNullable()
      .comment('which runs its editor could read then, JSON');
    table.bigInteger('visibility_at').notNullable();
    table.text('header_names').notNullable().comment('JSON array');
    table
      .binary('headers')
      .comment('what they say, sealed with the data key of the webhook');
    table.boolean('enabled').notNullable();
    table
      .string('off_reason', 16)
      .comment('why it is off: off, gone, given_up, expired; null: it is on');
    table.bigInteger('off_at');
    table.string('owner_ref', 512).notNullable();
    table.string('created_by', 512).notNullable();
    table.bigInteger('created_at').notNullable();
    table.string('updated_by', 512).notNullable();
    table.bigInteger('updated_at').notNullable();
    table.integer('version').notNullable();
    table
      .string('notice', 16)
      .comment(
        'what its owner is yet to be told: a reason to be off, expiring',
      );
    table
      .boolean('is_warned')
      .notNullable()
      .defaultTo(false)
      .comment('its owner was told that it will expire');
    table.string('request_key', 128).comment('makes its creation happen once');
    table.string('request_hash', 64);
    table.unique(['created_by', 'request_key']);
  });
  await knex.schema.createTable('webhook_secrets', table => {
    table.string('id', 40).primary();
    table.string('webhook_id', 40).notNullable();
    table
      .binary('content')
      .notNullable()
      .comment('sealed with the data key of the webhook');
    table.bigInteger('created_at').notNullable();
    table
      .bigInteger('expires_at')
      .comment('until when it signs; null: the one that signs from now on');
    table.index(['webhook_id']);
  });
  await knex.schema.createTable('webhook_lanes', table => {
    table.comment('Who delivers for a webhook, and how that goes');
    table.string('webhook_id', 40).primary();
    table.string('owner', 64);
    table
      .bigInteger('epoch')
      .notNullable()
      .defaultTo(0)
      .comment('grows with every claim');
    table.bigInteger('lease_until');
    table
      .bigInteger('rests_until')
      .comment('when its receiver is tried again; null: now');
    table.bigInteger('failing_since');
    table.integer('failures').notNullable().defaultTo(0).comment('in a row');
    table.bigInteger('last_at').comment('when it was last tried to deliver');
    table.string('last_state', 16);
    table.integer('last_status');
  });
  await knex.schema.createTable('webhook_messages', table => {
    table.string('id', 40).primary();
    table.string('type', 64).notNullable();
    table.string('run_id', 40);
    table.text('payload').notNullable().comment('as it is posted and signed');
    table.bigInteger('created_at').notNullable();
    table.index(['created_at']);
    table.index(['run_id']);
  });
  await knex.schema.createTable('webhook_deliveries', table => {
    table.string('webhook_id', 40).notNullable();
    table.string('message_id', 40).notNullable();
    table.string('run_id', 40);
    table.string('type', 64).notNullable();
    table
      .string('order_key', 160)
      .notNullable()
      .comment('what has one is delivered one after the other');
    table
      .bigInteger('place')
      .notNullable()
      .comment('the order of these: the position in the log, or the time');
    table.string('state', 16).notNullable();
    table.bigInteger('created_at').notNullable();
    table
      .bigInteger('since_at')
      .notNullable()
      .comment('since when it is to be delivered; again where asked for');
    table
      .bigInteger('due_at')
      .comment('when it is sent next; null: it has ended');
    table.bigInteger('ended_at');
    table.integer('attempts').notNullable().defaultTo(0);
    table.integer('tries').notNullable().defaultTo(0).comment('since since_at');
    table.integer('status');
    table.string('problem', 500);
    table.primary(['webhook_id', 'message_id']);
    table.index(['webhook_id', 'created_at', 'message_id']);
    table.index(['message_id']);
    table.index(['run_id']);
  });
  await knex.raw(
    'create index webhook_deliveries_due_index on webhook_deliveries (webhook_id, due_at, place) where due_at is not null',
  );
  await knex.raw(
    'create index webhook_deliveries_order_index on webhook_deliveries (webhook_id, order_key, place) where due_at is not null',
  );
  await knex.schema.createTable('webhook_attempts', table => {
    table.string('webhook_id', 40).notNullable();
    table.string('message_id', 40).notNullable();
    table.integer('number').notNullable();
    table.string('run_id', 40);
    table.bigInteger('at').notNullable();
    table.integer('duration_ms').notNullable();
    table.integer('status');
    table.string('problem', 500);
    table.text('response_headers').notNullable().comment('JSON');
    table.text('response_body').notNullable().comment('redacted, cut');
    table.boolean('is_cut').notNullable();
    table.primary(['webhook_id', 'message_id', 'number']);
    table.index(['webhook_id', 'at']);
    table.index(['message_id']);
    table.index(['run_id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'webhook_attempts',
    'webhook_deliveries',
    'webhook_messages',
    'webhook_lanes',
    'webhook_secrets',
    'webhooks',
  ]) {
    await knex.schema.dropTable(table);
  }
};
