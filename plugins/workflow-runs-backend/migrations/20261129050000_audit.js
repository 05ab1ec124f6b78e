// @ts-check

/** What an audit entry says of itself once the action that it refers to is deleted. */
const KEPT = ['reason', 'message', 'step_key'];
const OUTCOME = `case old.status
  when 'completed' then 'succeeded'
  when 'refused' then 'refused'
  when 'canceled' then 'refused'
  when 'failed' then 'failed'
  else 'pending' end`;
const KEEP = `update audit_entries
  set ${KEPT.map(column => `${column} = old.${column}`).join(
    ', ',
  )}, outcome = ${OUTCOME}
  where action_id = old.id`;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('audit_entries', table => {
    table.comment('Who has done or tried what; outlives what it was done to');
    table.string('id', 40).primary();
    table.string('tenant_id', 128).notNullable().defaultTo('default');
    table.bigInteger('at').notNullable();
    table.string('actor', 512).notNullable();
    table.string('event', 64).notNullable().comment('kind of thing');
    table.string('action', 64).notNullable();
    table
      .string('outcome', 16)
      .notNullable()
      .comment('pending, succeeded, refused or failed; that of the action');
    table.string('run_id', 128).comment('as it was asked for');
    table.string('result_run_id', 40).comment('that was launched by it');
    table.string('workflow_ref', 512);
    table
      .string('action_id', 40)
      .comment('says why and what came of it, for as long as it is kept');
    table.string('step_key', 256);
    table.text('reason').comment('redacted');
    table.text('message').comment('redacted');
    table.string('permission', 128).comment('which one was missing');
    table.string('run_status', 32).comment('of the run that refused it');
    table.text('details').comment('redacted JSON');
    table.text('before').comment('redacted JSON');
    table.text('after').comment('redacted JSON');
    table.string('remote_address', 64);
    table.string('user_agent', 200);
    table.string('request_id', 64);
    table.index(['at', 'id']);
    table.index(['run_id', 'at']);
    table.index(['result_run_id']);
    table.index(['actor', 'at']);
    table.index(['workflow_ref', 'at']);
    table.index(['action_id']);
  });
  // What was asked of runs before there was a trail is in it, too.
  await knex.raw(
    `insert into audit_entries
       (id, tenant_id, at, actor, event, action, outcome, run_id, workflow_ref, action_id)
     select 'aud_' || substr(a.id, 5), a.tenant_id, a.requested_at, a.actor, 'run-mutate', a.action,
       'pending', a.run_id, w.engine || '/' || w.name, a.id
     from actions a
     left join runs r on r.id = a.run_id
     left join workflows w on w.id = r.workflow_id`,
  );
  // Whoever deletes actions: what they said stays in the audit trail, in the same transaction.
  if (!isSqlite(knex)) {
    await knex.raw(
      `create function audit_keeps_actions() returns trigger language plpgsql as $$
       begin ${KEEP}; return old; end $$`,
    );
    await knex.raw(
      `create trigger audit_keeps_actions before delete on actions
       for each row execute function audit_keeps_actions()`,
    );
  } else {
    await knex.raw(
      `create trigger audit_keeps_actions before delete on actions begin ${KEEP}; end`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!isSqlite(knex)) {
    await knex.raw('drop trigger audit_keeps_actions on actions');
    await knex.raw('drop function audit_keeps_actions()');
  } else {
    await knex.raw('drop trigger audit_keeps_actions');
  }
  await knex.schema.dropTable('audit_entries');
};

/**
 * @param {import('knex').Knex} knex
 */
function isSqlite(knex) {
  return knex.client.config.client.includes('sqlite');
}
