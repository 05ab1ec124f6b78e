// @ts-check

/**
 * What lists of runs go by: each index holds what a filter names and then the time. Columns that most
 * runs leave empty are indexed where they are not.
 */
const INDEXES = [
  ['runs_workflow_status_index', 'runs (workflow_id, status, ordered_at, id)'],
  ['runs_environment_index', 'runs (environment, ordered_at, id)'],
  [
    'runs_business_event_index',
    'runs (business_event_id, ordered_at, id) where business_event_id is not null',
  ],
  [
    'runs_started_by_index',
    'runs (started_by, ordered_at, id) where started_by is not null',
  ],
  [
    'runs_owner_index',
    'runs (owner_ref, ordered_at, id) where owner_ref is not null',
  ],
  [
    'runs_error_code_index',
    'runs (error_code, ordered_at, id) where error_code is not null',
  ],
  [
    'runs_error_category_index',
    'runs (error_category, ordered_at, id) where error_category is not null',
  ],
  ['runs_hitl_index', 'runs (hitl, ordered_at, id) where hitl is not null'],
  [
    'runs_sla_index',
    'runs (sla_status, ordered_at, id) where sla_status is not null',
  ],
  [
    'runs_parent_index',
    'runs (parent_run_id, ordered_at, id) where parent_run_id is not null',
  ],
  [
    'runs_origin_index',
    'runs (origin_run_id, ordered_at, id) where origin_run_id is not null',
  ],
  [
    'runs_duration_index',
    'runs (duration_ms, id) where duration_ms is not null',
  ],
  [
    'runs_workflow_duration_index',
    'runs (workflow_id, duration_ms, id) where duration_ms is not null',
  ],
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_tags', table => {
    table.comment('Tags of runs once more, as lists look for them');
    table.string('tag', 128).notNullable();
    table
      .bigInteger('ordered_at')
      .notNullable()
      .comment('of the run, which never changes');
    table.string('run_id', 40).notNullable();
    table.primary(['tag', 'ordered_at', 'run_id']);
    table.index(['run_id']);
  });
  await knex.raw(
    isSqlite(knex)
      ? `insert into run_tags (tag, ordered_at, run_id)
         select distinct substr(each.value, 1, 128), runs.ordered_at, runs.id
         from runs, json_each(runs.tags) as each`
      : `insert into run_tags (tag, ordered_at, run_id)
         select distinct left(each.tag, 128), runs.ordered_at, runs.id
         from runs, json_array_elements_text(runs.tags::json) as each (tag)`,
  );
  await knex.schema.alterTable('runs', table => {
    // The new ones hold the time too, and leave out what has no parent or origin.
    table.dropIndex(['origin_run_id']);
    table.dropIndex(['parent_run_id']);
  });
  for (const [name, columns] of INDEXES) {
    await knex.raw(`create index ${name} on ${columns}`);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const [name] of [...INDEXES].reverse()) {
    await knex.raw(`drop index ${name}`);
  }
  await knex.schema.alterTable('runs', table => {
    table.index(['parent_run_id']);
    table.index(['origin_run_id']);
  });
  await knex.schema.dropTable('run_tags');
};

/** @param {import('knex').Knex} knex */
function isSqlite(knex) {
  return knex.client.config.client.includes('sqlite');
}
