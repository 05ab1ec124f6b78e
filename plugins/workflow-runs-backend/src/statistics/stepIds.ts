import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { EndedRun, keyOfQueue } from './contribution';
import { givenRows } from './givenRows';

/** Ids of steps, by workflow and key. */
export type StepIds = ReadonlyMap<string, number>;

interface NamedStep {
  workflowId: string;
  key: string;
  name: string;
  isQueue: boolean;
}

/** Finds the steps of runs, and where they were queued, adds new ones, and calls each as the newest of the runs does. */
export async function stepIdsOf(
  trx: Knex.Transaction,
  runs: readonly EndedRun[],
): Promise<StepIds> {
  const wanted = namedSteps(runs);
  if (wanted.size === 0) return new Map();
  const known = await find(trx, [...wanted.values()]);
  const ids = new Map<string, number>();
  for (const [place, step] of wanted) {
    const row = known.get(place);
    if (row && row.name !== step.name) {
      await trx('statistics_steps')
        .where({ id: row.id })
        .update({ name: step.name });
    }
    ids.set(place, row?.id ?? (await add(trx, step)));
  }
  return ids;
}

/** Where a step is found among `StepIds`. */
export function placeOfStep(workflowId: string, key: string): string {
  return `${workflowId} ${key}`;
}

function namedSteps(runs: readonly EndedRun[]): Map<string, NamedStep> {
  const steps = new Map<string, NamedStep>();
  for (const { workflowId, steps: ofRun, queues } of [...runs].sort(
    (a, b) => a.endedAt - b.endedAt,
  )) {
    for (const { key, name } of ofRun) {
      steps.set(placeOfStep(workflowId, key), {
        workflowId,
        key,
        name,
        isQueue: false,
      });
    }
    for (const name of queues) {
      const key = keyOfQueue(name);
      steps.set(placeOfStep(workflowId, key), {
        workflowId,
        key,
        name,
        isQueue: true,
      });
    }
  }
  return steps;
}

async function find(
  trx: Knex.Transaction,
  steps: NamedStep[],
): Promise<Map<string, { id: number; name: string }>> {
  const wanted = givenRows(
    trx,
    'wanted',
    { workflow_id: 'text', step_key: 'text' },
    steps.map(({ workflowId, key }) => [workflowId, key]),
  );
  const rows: DatabaseRow[] = await trx
    .from(wanted)
    .joinRaw(
      `cross join statistics_steps as steps
       where steps.workflow_id = wanted.workflow_id and steps.step_key = wanted.step_key`,
    )
    .select('steps.*');
  return new Map(
    rows.map(({ id, workflow_id, step_key, name }) => [
      placeOfStep(workflow_id, step_key),
      { id, name },
    ]),
  );
}

async function add(
  trx: Knex.Transaction,
  { workflowId, key, name, isQueue }: NamedStep,
): Promise<number> {
  const [{ id }] = await trx('statistics_steps')
    .insert({ workflow_id: workflowId, step_key: key, name, is_queue: isQueue })
    .returning('id');
  return id;
}
