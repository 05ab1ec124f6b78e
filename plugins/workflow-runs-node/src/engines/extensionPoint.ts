import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { RunEngine } from './engines';

/**
 * Adds engines that run workflows elsewhere. Two instances with the same id are refused when the backend starts.
 *
 * @public
 */
export interface WorkflowRunsEnginesExtensionPoint {
  addEngine(engine: RunEngine): void;
}

/** @public */
export const workflowRunsEnginesExtensionPoint =
  createExtensionPoint<WorkflowRunsEnginesExtensionPoint>({
    id: 'workflow-runs.engines',
  });
