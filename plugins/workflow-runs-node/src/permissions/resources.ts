import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
} from 'backstage-plugin-workflow-runs-common';

/** What rules know of a workflow. @public */
export interface WorkflowResource {
  /** `<engine>/<name>` */
  ref: string;
  /** Owners of its catalog entity, as full entity refs. */
  ownerRefs: readonly string[];
}

/** What rules know of a run. @public */
export interface RunResource {
  workflow: WorkflowResource;
}

/** One leaf of a compiled condition: the field must hold one of the values. @public */
export type WorkflowCriterion = {
  field: 'owner' | 'workflow';
  values: readonly string[];
};

/** @public */
export const runResourceRef = createPermissionResourceRef<
  RunResource,
  WorkflowCriterion
>().with({ pluginId: 'workflow-runs', resourceType: RESOURCE_TYPE_RUN });

/** @public */
export const workflowResourceRef = createPermissionResourceRef<
  WorkflowResource,
  WorkflowCriterion
>().with({ pluginId: 'workflow-runs', resourceType: RESOURCE_TYPE_WORKFLOW });
