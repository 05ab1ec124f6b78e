import { Knex } from 'knex';
import {
  ParallelBranch,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { parallelBranches } from 'backstage-plugin-workflow-runs-common/machine';
import { RunGraph } from './RunGraphs';
import { walkSteps } from './walkSteps';

/** Rows that one statement reads. */
const PAGE = 1_000;

/** The parallel branches of a run; a run that has none costs no query. */
export async function readBranches(
  knex: Knex,
  runId: string,
  known: RunGraph | undefined,
): Promise<ParallelBranch[]> {
  if (!known) return [];
  const { graph, branches } = known;
  const isParallel = [...branches.values()].some(branch => branch !== null);
  if (!isParallel) return [];

  const statusOf = new Map<string, StepStatus>();
  const steps = () =>
    knex('steps').where({ run_id: runId, item_index: -1 }).select('status');
  for await (const rows of walkSteps(steps, PAGE)) {
    for (const { step_key, status } of rows) statusOf.set(step_key, status);
  }
  return parallelBranches(graph, branches, statusOf);
}
