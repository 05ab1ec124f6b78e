import { newId } from '../database/ids';
import { Change, Row } from '../database/changes';
import { errorColumns } from './errorColumns';
import { NewStep } from './Transition';

/** Columns of a step of which nothing has happened yet in this passage of its run. */
export const PENDING_STEP: Row = {
  status: 'pending',
  attempts: 0,
  tries: 0,
  losses: 0,
  next_expected: null,
  started_at: null,
  attempt_started_at: null,
  completed_at: null,
  duration_ms: null,
  next_attempt_at: null,
  skip_reason: null,
  ...errorColumns(null),
  progress: null,
  held: false,
  waiting_for: null,
  failed_items: 0,
  validation: null,
  report: null,
  native_status: null,
  tokens: null,
  compute_ms: null,
};

/** The row of a step, an item or a rollback that a run is about to have. */
export function newStepChange(
  runId: string,
  step: NewStep,
  generation: number,
  at: number,
): Change {
  return {
    // A rollback of an earlier passage of the run may have left its row.
    kind: generation === 0 && step.item === -1 ? 'insert' : 'upsert',
    table: 'steps',
    key: { run_id: runId, step_key: step.step, item_index: step.item },
    set: {
      ...PENDING_STEP,
      id: newId('step'),
      step_number: step.number,
      name: step.name,
      type: step.type,
      generation,
      depends_on: JSON.stringify(step.dependsOn),
      handler: step.handler,
      retry_policy: step.retry ? JSON.stringify(step.retry) : null,
      updated_at: at,
      ...(step.isReused ? { status: 'completed' } : {}),
    },
  };
}
