import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Workflow } from './defineWorkflow';
import { StepHandlers } from './handlers';
import { StepOptions } from './options';

/**
 * Adds workflows that the embedded engine runs.
 *
 * A definition that breaks a rule is refused when the backend starts, with the step and the rule in
 * the log; the others still load.
 *
 * @public
 */
export interface WorkflowsExtensionPoint {
  add<Input, const Steps extends Record<string, StepOptions>>(
    workflow: Workflow<Input, Steps>,
    handlers: StepHandlers<Input, Steps>,
  ): void;
}

/** @public */
export const workflowsExtensionPoint =
  createExtensionPoint<WorkflowsExtensionPoint>({
    id: 'workflow-runs.workflows',
  });
