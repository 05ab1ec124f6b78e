import type { RunAction } from '../model/vocabulary';
import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a run. @public */
export const RESOURCE_TYPE_RUN = 'workflow-run';
/** Resource type of a workflow. @public */
export const RESOURCE_TYPE_WORKFLOW = 'workflow';

/** @public */
export const permissionNames = {
  workflowRead: 'workflow-runs.workflow.read',
  runRead: 'workflow-runs.run.read',
  runReadIo: 'workflow-runs.run.read-io',
  runLaunch: 'workflow-runs.run.launch',
  runPause: 'workflow-runs.run.pause',
  runResume: 'workflow-runs.run.resume',
  runCancel: 'workflow-runs.run.cancel',
  runTerminate: 'workflow-runs.run.terminate',
  runRetry: 'workflow-runs.run.retry',
  runRerun: 'workflow-runs.run.rerun',
  runClone: 'workflow-runs.run.clone',
  runForce: 'workflow-runs.run.force',
  runDecide: 'workflow-runs.run.decide',
  runNodeAction: 'workflow-runs.run.node-action',
  runSendEvent: 'workflow-runs.run.send-event',
  runUpdate: 'workflow-runs.run.update',
  runResolve: 'workflow-runs.run.resolve',
  runAnnotate: 'workflow-runs.run.annotate',
  runTag: 'workflow-runs.run.tag',
  runAssign: 'workflow-runs.run.assign',
  runExport: 'workflow-runs.run.export',
  viewShare: 'workflow-runs.view.share',
  bulkJobManage: 'workflow-runs.bulk-job.manage',
  privacyManage: 'workflow-runs.privacy.manage',
  valueReveal: 'workflow-runs.value.reveal',
  retentionManage: 'workflow-runs.retention.manage',
  auditRead: 'workflow-runs.audit.read',
  webhookManage: 'workflow-runs.webhook.manage',
  alertRuleManage: 'workflow-runs.alert-rule.manage',
  runIngest: 'workflow-runs.run.ingest',
  engineSync: 'workflow-runs.engine.sync',
} as const;

/** See a workflow. @public */
export const workflowReadPermission = createPermission({
  name: permissionNames.workflowRead,
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_WORKFLOW,
});

/** See a run with its steps, attempts, logs, decisions and audit trail. @public */
export const runReadPermission = createPermission({
  name: permissionNames.runRead,
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/**
 * See what a run was given and what it has put out: redacted input and output, and artifacts; and find
 * runs by it.
 *
 * @public
 */
export const runReadIoPermission = createPermission({
  name: permissionNames.runReadIo,
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

/** Pause a run after its current steps. @public */
export const runPausePermission = createPermission({
  name: permissionNames.runPause,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Resume a paused run. @public */
export const runResumePermission = createPermission({
  name: permissionNames.runResume,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Cancel a run. @public */
export const runCancelPermission = createPermission({
  name: permissionNames.runCancel,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** End a run at once, of which nothing is cleaned up or rolled back. @public */
export const runTerminatePermission = createPermission({
  name: permissionNames.runTerminate,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Repeat what failed in a run, or all from a step on. @public */
export const runRetryPermission = createPermission({
  name: permissionNames.runRetry,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Launch a run that repeats another. @public */
export const runRerunPermission = createPermission({
  name: permissionNames.runRerun,
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Launch a run like another one. @public */
export const runClonePermission = createPermission({
  name: permissionNames.runClone,
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Skip, complete or fail a step of a run. @public */
export const runForcePermission = createPermission({
  name: permissionNames.runForce,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Approve or reject what waits for a human. @public */
export const runDecidePermission = createPermission({
  name: permissionNames.runDecide,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Carry out an operation that a step offers. @public */
export const runNodeActionPermission = createPermission({
  name: permissionNames.runNodeAction,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Tell a run of something that a step waits for. @public */
export const runSendEventPermission = createPermission({
  name: permissionNames.runSendEvent,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Ask a running run to change something. @public */
export const runUpdatePermission = createPermission({
  name: permissionNames.runUpdate,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Settle by hand what could not be rolled back, or note what became of a failure. @public */
export const runResolvePermission = createPermission({
  name: permissionNames.runResolve,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Leave a note at a run. @public */
export const runAnnotatePermission = createPermission({
  name: permissionNames.runAnnotate,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Add tags to a run, and remove them. @public */
export const runTagPermission = createPermission({
  name: permissionNames.runTag,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Say who looks after a run. @public */
export const runAssignPermission = createPermission({
  name: permissionNames.runAssign,
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Take runs out of the portal as files. @public */
export const runExportPermission = createPermission({
  name: permissionNames.runExport,
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Save views for a group that one belongs to; views of one's own need no permission. @public */
export const viewSharePermission = createPermission({
  name: permissionNames.viewShare,
  attributes: { action: 'create' },
});

/** See and abort bulk jobs of others. @public */
export const bulkJobManagePermission = createPermission({
  name: permissionNames.bulkJobManage,
  attributes: { action: 'update' },
});

/** See and change what is taken out of runs before they are stored, and see the state of the keys. @public */
export const privacyManagePermission = createPermission({
  name: permissionNames.privacyManage,
  attributes: { action: 'update' },
});

/**
 * See a value that a run holds tokenized, with a reason, of runs whose input and output one may see. It belongs to
 * no resource: what grants all that reads runs is not to grant this.
 *
 * @public
 */
export const valueRevealPermission = createPermission({
  name: permissionNames.valueReveal,
  attributes: { action: 'read' },
});

/** See and change how long runs are kept, and delete what is kept for longer. @public */
export const retentionManagePermission = createPermission({
  name: permissionNames.retentionManage,
  attributes: { action: 'update' },
});

/** See who has done what, to runs that are deleted and to settings as well; and who may see a run. @public */
export const auditReadPermission = createPermission({
  name: permissionNames.auditRead,
  attributes: { action: 'read' },
});

/** See and change webhooks, their secrets and what was delivered by them. @public */
export const webhookManagePermission = createPermission({
  name: permissionNames.webhookManage,
  attributes: { action: 'update' },
});

/** See and change alert rules, and put off or settle what they tell. @public */
export const alertRuleManagePermission = createPermission({
  name: permissionNames.alertRuleManage,
  attributes: { action: 'update' },
});

/** Tell of runs that live elsewhere; services alone, each of sources of its own. @public */
export const runIngestPermission = createPermission({
  name: permissionNames.runIngest,
  attributes: { action: 'create' },
});

/** Have engines elsewhere asked for their runs now. @public */
export const engineSyncPermission = createPermission({
  name: permissionNames.engineSync,
  attributes: { action: 'update' },
});

/** The permission that an action on a run needs. @public */
export const permissionOfAction: Readonly<Record<RunAction, string>> = {
  pause: permissionNames.runPause,
  resume: permissionNames.runResume,
  cancel: permissionNames.runCancel,
  terminate: permissionNames.runTerminate,
  retry: permissionNames.runRetry,
  rerun: permissionNames.runRerun,
  clone: permissionNames.runClone,
  force: permissionNames.runForce,
  decide: permissionNames.runDecide,
  node_action: permissionNames.runNodeAction,
  send_event: permissionNames.runSendEvent,
  update: permissionNames.runUpdate,
  resolve: permissionNames.runResolve,
  annotate: permissionNames.runAnnotate,
  tag: permissionNames.runTag,
  assign: permissionNames.runAssign,
};

/** Permissions on workflows. @public */
export const workflowPermissions = [
  workflowReadPermission,
  runLaunchPermission,
];
/** Permissions on runs. @public */
export const runPermissions = [
  runReadPermission,
  runReadIoPermission,
  runPausePermission,
  runResumePermission,
  runCancelPermission,
  runTerminatePermission,
  runRetryPermission,
  runRerunPermission,
  runClonePermission,
  runForcePermission,
  runDecidePermission,
  runNodeActionPermission,
  runSendEventPermission,
  runUpdatePermission,
  runResolvePermission,
  runAnnotatePermission,
  runTagPermission,
  runAssignPermission,
  runExportPermission,
];
/** Permissions that no run or workflow narrows. @public */
export const basicPermissions = [
  viewSharePermission,
  bulkJobManagePermission,
  privacyManagePermission,
  valueRevealPermission,
  retentionManagePermission,
  auditReadPermission,
  webhookManagePermission,
  alertRuleManagePermission,
  runIngestPermission,
  engineSyncPermission,
];
/** Every permission of the suite. @public */
export const workflowRunsPermissions = [
  ...workflowPermissions,
  ...runPermissions,
  ...basicPermissions,
];
