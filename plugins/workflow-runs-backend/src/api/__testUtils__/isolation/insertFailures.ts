import { Knex } from 'knex';
import { Failure } from '../../../failures/factsOf';
import { writeFailures } from '../../../failures/writeFailures';
import { World } from './World';

const GROUPED = [
  'failure_group_environments',
  'failure_episodes',
  'failure_days',
  'run_failures',
];

/** Groups of failures: one for each workflow, with those of its runs that are failed. */
export async function insertFailures(knex: Knex, world: World): Promise<void> {
  for (const workflow of world.drawn.workflows.keys()) {
    const failed = world.failedIn(workflow);
    if (failed.length === 0) continue;
    const failures = failed.map(index => failureOf(world, index));
    const rows = await knex('runs').whereIn(
      'id',
      failures.map(({ runId }) => runId),
    );
    await knex.transaction(trx =>
      writeFailures(trx, failures, new Map(rows.map(row => [row.id, row]))),
    );
    await rename(knex, world, workflow);
  }
}

/** Its message is of one run alone, and what all have in common is not. */
function failureOf(world: World, index: number): Failure {
  const { workflow, environment, orderedAt } = world.drawn.runs[index];
  return {
    type: 'failed',
    runId: world.runId(index),
    generation: 0,
    tenantId: world.drawn.workflows[workflow].tenant,
    workflowId: world.workflowId(workflow),
    environment,
    stepKey: 'charge',
    errorCategory: 'bug',
    errorCode: null,
    message: `Order ${world.mark('run', index)} was declined`,
    at: orderedAt,
  };
}

async function rename(knex: Knex, world: World, workflow: number) {
  const workflow_id = world.workflowId(workflow);
  const { id } = await knex('failure_groups').where({ workflow_id }).first();
  const group_id = world.groupId(workflow);
  await knex('failure_groups').where({ id }).update({ id: group_id });
  for (const table of GROUPED) {
    await knex(table).where({ group_id: id }).update({ group_id });
  }
  await knex('run_failures')
    .where({ failed_group_id: id })
    .update({ failed_group_id: group_id });
}
