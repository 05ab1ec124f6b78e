import { createApiRef } from '@backstage/frontend-plugin-api';
import { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';

/** What screens need of the client; a stand-in for tests implements no more. @public */
export type WorkflowRunsApi = Pick<
  WorkflowRunsClient,
  | 'call'
  | 'launch'
  | 'downloadArtifact'
  | 'downloadRunExport'
  | 'exportRuns'
  | 'exportAudit'
  | 'stream'
>;

/** Reads, launches and operates workflow runs as the signed-in user. @public */
export const workflowRunsApiRef = createApiRef<WorkflowRunsApi>().with({
  id: 'plugin.workflow-runs.client',
  pluginId: 'workflow-runs',
});
