import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a run. @public */
export const RESOURCE_TYPE_RUN = 'workflow-run';
/** Resource type of a workflow. @public */
export const RESOURCE_TYPE_WORKFLOW = 'workflow';

/** @public */
export const permissionNames = {
  workflowRead: 'workflow-runs.workflow.read',
  runRead: 'workflow-runs.run.read',
  runLaunch: 'workflow-runs.run.launch',
  runCancel: 'workflow-runs.run.cancel',
} as const;

/** See a workflow. @public */
export const workflowReadPermission = createPermission({
  name: permissionNames.workflowRead,
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_WORKFLOW,
});

/** See a run with its steps, logs, redacted input and output, and artifacts. @public */
export const runReadPermission = createPermission({
  name: permissionNames.runRead,
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/**
 * Launch a run of a workflow. Handlers act with the rights of the plugin, not of who launched, so
 * this is the gate to all that a workflow can do.
 *
 * @public
 */
export const runLaunchPermission = createPermission({
  name: permissionNames.runLaunch,
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_WORKFLOW,
});

/** Cancel a run. @public */
export const runCancelPermission = createPermission({
  name: permissionNames.runCancel,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Permissions on workflows. @public */
export const workflowPermissions = [
  workflowReadPermission,
  runLaunchPermission,
];
/** Permissions on runs. @public */
export const runPermissions = [runReadPermission, runCancelPermission];
/** Every permission of the suite. @public */
export const workflowRunsPermissions = [
  ...workflowPermissions,
  ...runPermissions,
];
