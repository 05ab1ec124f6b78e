import { Knex } from 'knex';
import { END, SeededWorkflow } from './population';

export async function insertWorkflows(
  knex: Knex,
  workflows: SeededWorkflow[],
): Promise<void> {
  await knex.batchInsert(
    'workflows',
    workflows.map(({ id, name }) => ({
      id,
      engine: 'embedded',
      engine_instance: 'embedded',
      name,
      title: name,
      version: '12.0.0',
      entity_ref: `component:default/${name}`,
      created_at: END,
      updated_at: END,
    })),
    50,
  );
  await knex.batchInsert(
    'workflow_owners',
    workflows.flatMap(({ id, owners }) =>
      owners.map(owner_ref => ({ workflow_id: id, owner_ref })),
    ),
    200,
  );
}
