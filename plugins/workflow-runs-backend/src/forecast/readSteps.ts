import { Knex } from 'knex';
import { StepStatus } from 'backstage-plugin-workflow-runs-common';
import { WorkflowGraph } from 'backstage-plugin-workflow-runs-common/machine';
import { toNumberOrNull } from '../database/time';
import { DatabaseRow } from '../queries/DatabaseRow';
import { walkSteps } from '../queries/walkSteps';
import { StepNow } from './foresee';

/** Rows that one statement reads, so that none takes long on the one connection of SQLite. */
const PAGE = 1_000;

const STATES: Record<StepStatus, StepNow['state']> = {
  pending: 'waits',
  running: 'runs',
  retrying: 'runs',
  paused: 'runs',
  waiting_human: 'runs',
  completed: 'over',
  failed: 'over',
  canceled: 'over',
  compensated: 'over',
  skipped: 'skipped',
};

/** The steps of a run without items and rollbacks, each behind those that it depends on. */
export async function readSteps(
  knex: Knex,
  runId: string,
  graph: WorkflowGraph | undefined,
): Promise<StepNow[]> {
  const steps: StepNow[] = [];
  const query = () =>
    knex('steps')
      .where({ run_id: runId, item_index: -1 })
      .whereNot({ type: 'compensation' })
      .select('type', 'status', 'started_at', 'completed_at', 'depends_on');
  for await (const rows of walkSteps(query, PAGE)) {
    steps.push(...rows.map(row => toStep(row, graph)));
  }
  return inOrder(steps);
}

function toStep(row: DatabaseRow, graph: WorkflowGraph | undefined): StepNow {
  const known = graph?.has(row.step_key) ? graph.step(row.step_key) : undefined;
  return {
    key: row.step_key,
    isDecision: row.type === 'decision',
    dependsOn: JSON.parse(row.depends_on),
    join: known?.join ?? 'all',
    // A status of a newer backend: it has begun, more is not known.
    state: STATES[row.status as StepStatus] ?? 'runs',
    startedAt: toNumberOrNull(row.started_at),
    endedAt: toNumberOrNull(row.completed_at),
  };
}

/** What depends on itself, or on steps that are not known, comes last. */
export function inOrder(steps: readonly StepNow[]): StepNow[] {
  const keys = new Set(steps.map(({ key }) => key));
  const waits = new Map<string, number>();
  const followers = new Map<string, StepNow[]>();
  for (const step of steps) {
    const before = step.dependsOn.filter(key => keys.has(key));
    waits.set(step.key, before.length);
    for (const key of before) {
      followers.set(key, [...(followers.get(key) ?? []), step]);
    }
  }
  const ordered = steps.filter(({ key }) => waits.get(key) === 0);
  for (let index = 0; index < ordered.length; index++) {
    for (const follower of followers.get(ordered[index].key) ?? []) {
      const left = waits.get(follower.key)! - 1;
      waits.set(follower.key, left);
      if (left === 0) ordered.push(follower);
    }
  }
  const placed = new Set(ordered);
  return [...ordered, ...steps.filter(step => !placed.has(step))];
}
