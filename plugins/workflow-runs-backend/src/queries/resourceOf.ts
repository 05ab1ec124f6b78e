import { RunResource } from 'backstage-plugin-workflow-runs-node';
import { RunRecord } from './runToWire';

/** What permission rules know of a run. */
export function resourceOf(run: RunRecord): RunResource {
  return {
    workflow: {
      ref: run.workflow.ref,
      engine: run.workflow.engine,
      tenantId: run.tenantId,
      ownerRefs: run.ownerRefs,
    },
    status: run.status,
    environment: run.environment,
    tags: run.tags,
    startedBy: run.startedBy,
  };
}
