// @ts-check

/**
 * What is expected of the runs of a workflow, as its definition and its catalog entity say it. It is kept with
 * the workflow and not with the definition that runs are pinned to: it decides nothing that a run does.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('workflows', table => {
    table.text('slo_defined').comment('JSON, as the definition says it');
    table.text('slo_annotated').comment('as the entity says it, unread');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const column of ['slo_annotated', 'slo_defined']) {
    await knex.raw(`alter table workflows drop column ${column}`);
  }
};
