import { Knex } from 'knex';
import { QueueStatistics } from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { isOneOf } from './givenRows';
import { StepTallies } from './StepTallies';
import { newStepTally, StepTally } from './Tally';
import { toDurations } from './toFigures';

/** Queues that are told of. */
const MAX_QUEUES = 50;

/** Ids of what is no step, and the name of the queue that each is. */
export type QueueNames = ReadonlyMap<number, string>;

/** Where work of some workflows is queued. */
export async function readQueues(
  knex: Knex,
  workflowIds: readonly string[],
): Promise<QueueNames> {
  const rows: DatabaseRow[] = await knex('statistics_steps')
    .where(isOneOf(knex, 'workflow_id', 'text', [...workflowIds]))
    .where({ is_queue: true })
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What runs come to by where they are queued, most runs first: several workflows may share a queue. */
export function queuesOf(
  tallies: StepTallies,
  names: QueueNames,
): QueueStatistics[] {
  const byName = new Map<string, StepTally>();
  for (const [id, tally] of tallies.ofEach([...names.keys()])) {
    const name = names.get(id)!;
    const sum = byName.get(name) ?? newStepTally();
    sum.add(tally);
    byName.set(name, sum);
  }
  return [...byName]
    .map(([taskQueue, tally]) => ({
      taskQueue,
      runs: tally.get('occurrences'),
      failed: tally.get('failures'),
      retries: {
        expected: tally.get('retriesExpected'),
        unexpected: tally.get('retriesUnexpected'),
      },
      duration: toDurations(tally.bins, tally.get('durationMs')),
    }))
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs || (a.taskQueue < b.taskQueue ? -1 : 1))
    .slice(0, MAX_QUEUES);
}
