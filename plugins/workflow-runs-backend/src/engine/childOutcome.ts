import { Knex } from 'knex';
import {
  ErrorCategory,
  isEnded,
  Json,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { unitId } from 'backstage-plugin-workflow-runs-common/machine';
import { Sealer } from '../sealing/Sealer';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { keepCurrent, openSealed } from './load';
import { RunValues } from './RunValues';

/** As much of a message as the model takes. */
const MAX_MESSAGE = 4_000;

/** How a child run has ended, as its parent's attempt sees it. */
export type ChildOutcome =
  | { type: 'completed'; output: Json; failedItems: number }
  | { type: 'failed'; error: StepError };

/** How a run has ended; undefined where it has not. */
export async function childOutcome(
  runId: string,
  {
    knex,
    sealer,
    definitions,
  }: { knex: Knex; sealer: Sealer; definitions: DefinitionStore },
): Promise<ChildOutcome | undefined> {
  const run = await knex('runs').where({ id: runId }).first();
  if (!run || !isEnded(run.status)) return undefined;
  if (run.status !== 'completed') {
    return { type: 'failed', error: errorOf(run) };
  }
  const graph = await definitions.graph(run.definition_hash);
  const { input, outputs, sealedAt } = await openSealed(
    knex,
    sealer,
    runId,
    run.generation,
  );
  const completed = await knex('steps')
    .where({ run_id: runId, status: 'completed' })
    .select('step_key', 'item_index', 'status', 'generation');
  const steps = new Map(
    completed.map(row => [unitId(row.step_key, row.item_index), row]),
  );
  keepCurrent(outputs, sealedAt, unit => steps.get(unit));
  const output = new RunValues(graph, input, outputs).runOutput();
  const failed = graph.definition.chunkOf
    ? (output as { failed: number }).failed
    : 0;
  return { type: 'completed', output, failedItems: failed };
}

function errorOf(run: Record<string, any>): StepError {
  if (run.status === 'canceled') {
    return {
      category: 'policy_denied',
      code: 'CHILD_CANCELED',
      message: `The child run ${run.id} was canceled`,
    };
  }
  return {
    category: run.error_category as ErrorCategory,
    code: run.error_code ?? 'CHILD_FAILED',
    message: `The child run ${run.id} failed: ${run.error_message}`.slice(
      0,
      MAX_MESSAGE,
    ),
  };
}
