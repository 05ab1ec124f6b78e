// @ts-check

/**
 * Conventions of every table here: times are epoch milliseconds (`bigint`) of the wall clock;
 * JSON is text, so that SQLite and PostgreSQL hold the same; ids are ULIDs with a prefix, which
 * identify and never order; `item_index` is −1 for a step that is no item of a fan-out. Tables of
 * runs have no foreign keys: one writer writes them all, and retention deletes them in batches.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const time = (table, name) => table.bigInteger(name);

/** @param {import('knex').Knex.CreateTableBuilder} table */
const stepKeyColumns = table => {
  table.string('step_key', 128).notNullable();
  table.integer('item_index').notNullable().defaultTo(-1);
};

/** @param {import('knex').Knex.CreateTableBuilder} table */
const errorColumns = table => {
  table.string('error_category', 32);
  table.string('error_code', 200);
  table.text('error_message').comment('redacted');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('definitions', table => {
    table.comment('Workflow definitions as data; runs pin one by its hash');
    table.string('hash', 64).primary().comment('SHA-256 of the canonical JSON');
    table.string('name', 128).notNullable();
    table.string('version', 100).notNullable();
    table.text('content').notNullable().comment('the definition, JSON');
    time(table, 'created_at').notNullable();
  });

  await knex.schema.createTable('workflows', table => {
    table.comment('What can be run or observed, whichever engine runs it');
    table.string('id', 40).primary();
    table.string('tenant_id', 128).notNullable().defaultTo('default');
    table.string('engine', 64).notNullable();
    table.string('engine_instance', 128).notNullable();
    table.string('namespace', 128).notNullable().defaultTo('default');
    table.string('name', 256).notNullable();
    table.string('title', 256).notNullable();
    table.text('description');
    table.string('definition_hash', 64).comment('the newest definition');
    table.string('version', 100).notNullable();
    table.string('entity_ref', 512).comment('catalog entity annotated with it');
    time(table, 'created_at').notNullable();
    time(table, 'updated_at').notNullable();
    table.unique(['tenant_id', 'engine_instance', 'namespace', 'name']);
    table.index(['engine', 'name']);
    table.index(['entity_ref']);
  });

  await knex.schema.createTable('workflow_owners', table => {
    table.comment(
      'Owners of workflow entities, copied from the catalog for permission rules',
    );
    table.string('owner_ref', 512).notNullable();
    table
      .string('workflow_id', 40)
      .notNullable()
      .references('workflows.id')
      .onDelete('CASCADE');
    table.primary(['owner_ref', 'workflow_id']);
    table.index(['workflow_id']);
  });

  await knex.schema.createTable('runs', table => {
    table.comment(
      'Executions of workflows; what changes with every step is in run_live',
    );
    table.string('id', 40).primary();
    table.string('workflow_id', 40).notNullable();
    table.string('tenant_id', 128).notNullable();
    table.string('engine_instance', 128).notNullable();
    table.string('namespace', 128).notNullable();
    table
      .string('native_id', 256)
      .notNullable()
      .comment('the engine’s own id of the run');
    table.string('native_status', 64);
    table
      .string('definition_hash', 64)
      .comment('the definition it is pinned to');
    table.string('workflow_version', 100).notNullable();
    table.string('environment', 64).notNullable();
    table.string('status', 32).notNullable();
    table
      .integer('generation')
      .notNullable()
      .defaultTo(0)
      .comment('grows when it is re-opened');
    table
      .bigInteger('source_version')
      .comment('guards against late data of observed engines');
    table.boolean('partial').notNullable().defaultTo(false);
    table.boolean('needs_intervention').notNullable().defaultTo(false);
    table.boolean('pause_requested').notNullable().defaultTo(false);
    table.string('blocked_reason', 500);
    table.string('priority', 16).notNullable();
    table.string('trigger_type', 16).notNullable();
    table.string('triggered_by', 512);
    table
      .string('started_by', 512)
      .comment('entity ref of the user or service that launched it');
    table.string('owner_ref', 512);
    table.string('hitl', 16);
    table.string('business_event_id', 256);
    table.boolean('backfill').notNullable().defaultTo(false);
    table.text('tags').notNullable().comment('JSON array of strings');
    table.string('parent_run_id', 40);
    table.string('parent_step_key', 128);
    table.string('origin_run_id', 40).comment('the run that this one repeats');
    time(table, 'ordered_at')
      .notNullable()
      .comment('immutable: lists page on it');
    time(table, 'queued_at').notNullable();
    time(table, 'started_at');
    time(table, 'completed_at');
    table.bigInteger('duration_ms');
    errorColumns(table);
    table.string('failed_step_key', 128);
    table.string('trace_id', 64);
    table.bigInteger('sla_target_ms');
    table.string('sla_status', 16);
    time(table, 'sla_due_at');
    time(table, 'updated_at').notNullable();
    table.unique(['engine_instance', 'namespace', 'native_id']);
    table.index(['ordered_at', 'id']);
    table.index(['workflow_id', 'ordered_at', 'id']);
    table.index(['status', 'ordered_at', 'id']);
  });

  await knex.schema.createTable('run_live', table => {
    table.comment(
      'The part of a run that changes with every step; no secondary index, on purpose',
    );
    table.string('run_id', 40).primary();
    table.integer('steps_total').notNullable().defaultTo(0);
    table
      .integer('steps_done')
      .notNullable()
      .defaultTo(0)
      .comment('completed, or skipped by their own condition');
    table.bigInteger('tokens');
    table.bigInteger('compute_ms');
    table
      .integer('last_number')
      .notNullable()
      .defaultTo(0)
      .comment('number of the latest event');
    table
      .bigInteger('last_position')
      .notNullable()
      .defaultTo(0)
      .comment('its place in the log');
    table
      .bigInteger('log_sequence')
      .notNullable()
      .defaultTo(0)
      .comment('number of the latest log line');
    time(table, 'updated_at').notNullable();
  });

  await knex.schema.createTable('run_states', table => {
    table.comment(
      'The states that a run went through; each lasts until the next one begins',
    );
    table.string('run_id', 40).notNullable();
    table
      .integer('number')
      .notNullable()
      .comment('number of the event that entered it');
    table.integer('generation').notNullable();
    table.string('status', 32).notNullable();
    table.text('reason');
    time(table, 'entered_at').notNullable();
    table.primary(['run_id', 'number']);
  });

  await knex.schema.createTable('steps', table => {
    table.comment(
      'Nodes of runs: the truth for screens and for the engine that resumes',
    );
    table.string('run_id', 40).notNullable();
    stepKeyColumns(table);
    table.string('id', 40).notNullable();
    table
      .integer('step_number')
      .notNullable()
      .comment('place in the definition, from 1');
    table.string('name', 256).notNullable();
    table.string('type', 32).notNullable();
    table.string('status', 32).notNullable();
    table.integer('generation').notNullable().defaultTo(0);
    table.text('depends_on').notNullable().comment('JSON array of step keys');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('of this generation');
    table
      .integer('tries')
      .notNullable()
      .defaultTo(0)
      .comment('attempts that count against the policy');
    table
      .integer('losses')
      .notNullable()
      .defaultTo(0)
      .comment('attempts whose worker died');
    table
      .boolean('next_expected')
      .comment('whether the policy provided for the next attempt');
    time(table, 'started_at');
    time(table, 'attempt_started_at');
    time(table, 'completed_at');
    table.bigInteger('duration_ms');
    time(table, 'next_attempt_at');
    table.string('skip_reason', 32);
    errorColumns(table);
    table.string('handler', 160);
    table.text('retry_policy').comment('JSON');
    table.text('progress').comment('JSON; the latest wins');
    table.bigInteger('tokens');
    table.bigInteger('compute_ms');
    table.string('span_id', 32);
    time(table, 'updated_at').notNullable();
    table.primary(['run_id', 'step_key', 'item_index']);
    table.index(['run_id', 'step_number', 'item_index']);
  });
  // Lists and streams ask what is under way; a run may have ten thousand steps that are not.
  await knex.raw(
    `create index steps_open_index on steps (run_id, step_number, item_index) where status in ('running', 'retrying', 'waiting_human')`,
  );

  await knex.schema.createTable('attempts', table => {
    table.comment(
      'Every try of every step; a retry adds one and overwrites none',
    );
    table.string('run_id', 40).notNullable();
    stepKeyColumns(table);
    table.integer('generation').notNullable();
    table.integer('number').notNullable();
    table.string('status', 32).notNullable();
    table
      .boolean('expected')
      .comment(
        'whether the retry policy provided for it; null for a first one',
      );
    table.string('worker', 128);
    time(table, 'started_at').notNullable();
    time(table, 'completed_at');
    table.bigInteger('duration_ms');
    time(table, 'retry_at');
    errorColumns(table);
    table.text('error_stack').comment('redacted');
    table.string('span_id', 32);
    table.primary(['run_id', 'step_key', 'item_index', 'generation', 'number']);
  });

  await knex.schema.createTable('run_events', table => {
    table.comment(
      'The log: every fact about every run, in the order of commit; a queue, no archive',
    );
    table
      .bigInteger('position')
      .primary()
      .comment('without gaps, in the order of commit');
    table.string('run_id', 40).notNullable();
    table.integer('number').notNullable().comment('counts the run’s events');
    table
      .string('event_key', 256)
      .notNullable()
      .comment('the same fact told twice has the same key');
    table.string('type', 64).notNullable();
    table.integer('schema_version').notNullable();
    table.string('mode', 16).notNullable().comment('live or import');
    table.integer('generation').notNullable();
    table.string('step_key', 128);
    table.integer('item_index').notNullable().defaultTo(-1);
    table.integer('attempt');
    time(table, 'occurred_at').notNullable();
    time(table, 'recorded_at').notNullable();
    table.text('payload').notNullable().comment('redacted JSON');
    table
      .text('auth')
      .notNullable()
      .comment('what permission rules need to know, JSON');
    table.unique(['run_id', 'number']);
    table.unique(['run_id', 'event_key']);
  });

  await knex.schema.createTable('log_head', table => {
    table.comment(
      'One row: the position given out last. Its lock orders the commits',
    );
    table.integer('id').primary();
    table.bigInteger('position').notNullable();
  });
  await knex('log_head').insert({ id: 1, position: 0 });

  await knex.schema.createTable('cursors', table => {
    table.comment('How far each reader of the log has come');
    table.string('name', 128).primary();
    table.bigInteger('position').notNullable();
    table.string('owner', 40);
    table.bigInteger('epoch').notNullable().defaultTo(0);
    time(table, 'lease_until');
  });

  await knex.schema.createTable('workers', table => {
    table.comment(
      'Processes that execute steps; a lease is a hint, epochs are the safety',
    );
    table.string('id', 40).primary();
    table.string('host', 256).notNullable();
    table.integer('pid').notNullable();
    table.text('handlers').notNullable().comment('JSON array of name@version');
    time(table, 'started_at').notNullable();
    time(table, 'heartbeat_at').notNullable();
    time(table, 'lease_until').notNullable();
  });

  await knex.schema.createTable('engine_runs', table => {
    table.comment(
      'What the embedded engine must know of a run that has not ended',
    );
    table.string('run_id', 40).primary();
    table.string('definition_hash', 64).notNullable();
    table
      .integer('rank')
      .notNullable()
      .comment('lower goes first: priority, backfills last');
    table.string('worker_id', 40).comment('who holds the lease');
    table
      .bigInteger('epoch')
      .notNullable()
      .defaultTo(0)
      .comment('grows with every claim; fences writes');
    time(table, 'wake_at').comment(
      'when it wants to be claimed; null: when something happens',
    );
    table.string('hold', 64).comment('why nothing new may start');
    table
      .string('seed', 64)
      .notNullable()
      .comment('decides the jitter of retries');
    time(table, 'created_at').notNullable();
    table.index(['worker_id']);
  });
  await knex.raw(
    'create index engine_runs_claim_index on engine_runs (rank, wake_at) where worker_id is null and wake_at is not null',
  );

  await knex.schema.createTable('timers', table => {
    table.comment('Everything that waits for a time');
    table.string('run_id', 40).notNullable();
    table.string('kind', 32).notNullable();
    stepKeyColumns(table);
    time(table, 'due_at').notNullable();
    table.primary(['run_id', 'kind', 'step_key', 'item_index']);
  });

  await knex.schema.createTable('actions', table => {
    table.comment('What people and programs have asked of runs');
    table.string('id', 40).primary();
    table.string('tenant_id', 128).notNullable();
    table.string('run_id', 40).notNullable();
    table.string('actor', 512).notNullable();
    table.string('idempotency_key', 128).notNullable();
    table.string('request_hash', 64).notNullable();
    table.string('action', 32).notNullable();
    stepKeyColumns(table);
    table.text('reason').comment('redacted');
    table.string('status', 16).notNullable();
    table.text('message');
    time(table, 'requested_at').notNullable();
    time(table, 'completed_at');
    table.unique(['tenant_id', 'actor', 'idempotency_key']);
    table.index(['run_id', 'requested_at']);
  });
  await knex.raw(
    `create index actions_open_index on actions (run_id) where status = 'requested'`,
  );

  await knex.schema.createTable('launch_keys', table => {
    table.comment('Keys that make a launch happen once');
    table.string('workflow_id', 40).notNullable();
    table
      .string('kind', 32)
      .notNullable()
      .comment('idempotency_key or business_event_id');
    table.string('key', 640).notNullable();
    table.string('run_id', 40).notNullable();
    table.string('request_hash', 64).notNullable();
    time(table, 'created_at').notNullable();
    table.primary(['workflow_id', 'kind', 'key']);
    table.index(['run_id']);
  });

  await knex.schema.createTable('sealed_payloads', table => {
    table.comment(
      'What the engine needs to resume, encrypted; no route serves it',
    );
    table.string('run_id', 40).notNullable();
    table.string('kind', 16).notNullable().comment('data_key, input or output');
    stepKeyColumns(table);
    table.integer('generation').notNullable().defaultTo(0);
    table.string('key_id', 64).comment('which configured key wraps a data key');
    table.binary('content').notNullable();
    time(table, 'created_at').notNullable();
    table.primary(['run_id', 'kind', 'step_key', 'item_index', 'generation']);
  });

  await knex.schema.createTable('run_io', table => {
    table.comment('Inputs and outputs as people may see them');
    table.string('run_id', 40).notNullable();
    stepKeyColumns(table);
    table.string('direction', 8).notNullable().comment('input or output');
    table.integer('generation').notNullable();
    table
      .text('content')
      .notNullable()
      .comment('redacted JSON, cut where it is too large');
    table.integer('bytes').notNullable().comment('size before it was cut');
    table.boolean('truncated').notNullable();
    time(table, 'created_at').notNullable();
    table.primary([
      'run_id',
      'step_key',
      'item_index',
      'direction',
      'generation',
    ]);
  });

  await knex.schema.createTable('run_logs', table => {
    table.comment('What handlers have logged');
    table.string('run_id', 40).notNullable();
    table.bigInteger('sequence').notNullable();
    time(table, 'at').notNullable();
    table.string('level', 8).notNullable();
    table.string('step_key', 128);
    table.integer('item_index').notNullable().defaultTo(-1);
    table.integer('attempt');
    table.text('message').notNullable().comment('redacted');
    table.text('fields').comment('redacted JSON');
    table.primary(['run_id', 'sequence']);
  });

  await knex.schema.createTable('artifacts', table => {
    table.comment('Files that runs have made');
    table.string('id', 40).primary();
    table.string('run_id', 40).notNullable();
    stepKeyColumns(table);
    table.integer('generation').notNullable();
    table.integer('attempt').notNullable();
    table.string('name', 256).notNullable();
    table.string('content_type', 128).notNullable();
    table.bigInteger('bytes').notNullable();
    table.string('sha256', 64).notNullable();
    table
      .string('store', 32)
      .notNullable()
      .comment('which store holds the content');
    time(table, 'created_at').notNullable();
    table.index(['run_id', 'created_at']);
  });

  await knex.schema.createTable('artifact_chunks', table => {
    table.comment('Content of artifacts in the database store');
    table.string('artifact_id', 40).notNullable();
    table.integer('number').notNullable();
    table.binary('content').notNullable();
    table.primary(['artifact_id', 'number']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const tables = [
    'artifact_chunks',
    'artifacts',
    'run_logs',
    'run_io',
    'sealed_payloads',
    'launch_keys',
    'actions',
    'timers',
    'engine_runs',
    'workers',
    'cursors',
    'log_head',
    'run_events',
    'attempts',
    'steps',
    'run_states',
    'run_live',
    'runs',
    'workflow_owners',
    'workflows',
    'definitions',
  ];
  for (const table of tables) await knex.schema.dropTable(table);
};
