import { Knex } from 'knex';
import { insertRuns, insertWorkflow } from '../../__testUtils__/rows';
import { SomeRun, SomeWorkflow } from './arbitraries';

/** The id that the run at a place of the list gets. */
export const idOf = (index: number) => `run_${String(index).padStart(3, '0')}`;

/** Puts workflows into the database. */
export async function insertWorkflows(
  knex: Knex,
  workflows: SomeWorkflow[],
): Promise<void> {
  for (const { ref, tenant, owners } of workflows) {
    const [engine, ...name] = ref.split('/');
    await insertWorkflow(knex, {
      id: `wfl_${ref}`,
      engine,
      name: name.join('/'),
      tenantId: tenant,
      owners,
    });
  }
}

/** Puts workflows and their runs into the database. */
export async function insertAll(
  knex: Knex,
  workflows: SomeWorkflow[],
  runs: SomeRun[],
): Promise<void> {
  await insertWorkflows(knex, workflows);
  await insertRuns(
    knex,
    runs.map((run, index) => ({
      ...run,
      id: idOf(index),
      workflowId: `wfl_${workflows[run.workflow].ref}`,
      tenantId: workflows[run.workflow].tenant,
    })),
  );
}
