import { ParentAttempt } from '../recorder/Transition';

/** The attempt that a run was launched by; null where nothing has launched it. `run` is its row. */
export function parentOf(run: Record<string, any>): ParentAttempt | null {
  return run.parent_run_id === null
    ? null
    : {
        runId: run.parent_run_id,
        step: run.parent_step_key,
        item: run.parent_item_index,
        attempt: run.parent_attempt,
      };
}
