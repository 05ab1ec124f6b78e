import { Knex } from 'knex';
import {
  StepStatistics,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { DatabaseRow } from '../queries/DatabaseRow';
import { QueueNames } from './queuesOf';
import { StepTallies } from './StepTallies';
import { StepTally } from './Tally';
import { toDurations } from './toFigures';

/** Steps that are told by each of what people sort them by. */
const BY_EACH = 20;

/** What steps are sorted by. */
const ORDERS: readonly ((tally: StepTally) => number)[] = [
  tally => tally.get('durationMs'),
  tally => tally.bins.quantile(0.95),
  tally => tally.get('retriesExpected') + tally.get('retriesUnexpected'),
  tally => tally.get('failures'),
  tally => tally.get('occurrences'),
];

/** The steps that stand out, those with most time in all first. */
export async function stepsOf(
  knex: Knex,
  tallies: StepTallies,
  workflows: ReadonlyMap<string, WorkflowSummary>,
  queues: QueueNames,
): Promise<StepStatistics[]> {
  const steps = [...tallies].filter(([id]) => !queues.has(id));
  const chosen = new Map(ORDERS.flatMap(order => firstBy(steps, order)));
  const rows: DatabaseRow[] = await knex('statistics_steps').whereIn('id', [
    ...chosen.keys(),
  ]);
  const [byTime] = ORDERS;
  return rows
    .map(row => ({ row, tally: chosen.get(row.id)! }))
    .sort((a, b) => byTime(b.tally) - byTime(a.tally) || a.row.id - b.row.id)
    .map(({ row, tally }) => ({
      workflow: workflows.get(row.workflow_id)!,
      stepKey: row.step_key,
      name: row.name,
      occurrences: tally.get('occurrences'),
      failures: tally.get('failures'),
      retries: {
        expected: tally.get('retriesExpected'),
        unexpected: tally.get('retriesUnexpected'),
      },
      duration: toDurations(tally.bins, tally.get('durationMs')),
    }));
}

function firstBy(
  tallies: readonly [number, StepTally][],
  order: (tally: StepTally) => number,
): [number, StepTally][] {
  return tallies
    .map(([id, tally]) => ({ id, tally, value: order(tally) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.id - b.id)
    .slice(0, BY_EACH)
    .map(({ id, tally }) => [id, tally]);
}
