import { RunSummary } from 'backstage-plugin-workflow-runs-common';

/** A run in few words. */
export function summaryOf(run: RunSummary): RunSummary {
  return {
    id: run.id,
    workflow: run.workflow,
    workflowVersion: run.workflowVersion,
    environment: run.environment,
    status: run.status,
    generation: run.generation,
    queuedAt: run.queuedAt,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    durationMs: run.durationMs,
  };
}
