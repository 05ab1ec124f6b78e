import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';

/** What rules know of a workflow. @public */
export interface WorkflowResource {
  /** `<engine>/<name>` */
  ref: string;
  engine: string;
  tenantId: string;
  /** Owners of its catalog entity, as full entity refs. */
  ownerRefs: readonly string[];
}

/** What rules know of a run. @public */
export interface RunResource {
  workflow: WorkflowResource;
  status: RunStatus;
  environment: string;
  tags: readonly string[];
  /** The user or service that launched it. */
  startedBy: string | null;
}

/** One leaf of a compiled condition: the field must hold one of the values. @public */
export interface WorkflowCriterion {
  field: 'owner' | 'workflow' | 'engine' | 'tenant';
  values: readonly string[];
}

/** One leaf of a condition on runs: about the run's workflow, or about the run itself. @public */
export interface RunCriterion {
  field:
    | WorkflowCriterion['field']
    | 'startedBy'
    | 'environment'
    | 'tag'
    | 'status';
  values: readonly string[];
}

/** @public */
export const runResourceRef = createPermissionResourceRef<
  RunResource,
  RunCriterion
>().with({ pluginId: 'workflow-runs', resourceType: RESOURCE_TYPE_RUN });

/** @public */
export const workflowResourceRef = createPermissionResourceRef<
  WorkflowResource,
  WorkflowCriterion
>().with({ pluginId: 'workflow-runs', resourceType: RESOURCE_TYPE_WORKFLOW });
