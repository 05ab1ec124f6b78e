import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  basicPermissions,
  runPermissions,
  workflowPermissions,
} from 'backstage-plugin-workflow-runs-common';
import {
  runResourceRef,
  runRules,
  workflowResourceRef,
  workflowRules,
} from 'backstage-plugin-workflow-runs-node';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { resourceOf } from './resourceOf';
import { RunQueries } from './RunQueries';

/** Tells the permission framework, and the tools that ask it, which permissions and rules there are. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  { runs, workflows }: { runs: RunQueries; workflows: WorkflowQueries },
): void {
  registry.addResourceType({
    resourceRef: runResourceRef,
    permissions: runPermissions,
    rules: Object.values(runRules),
    getResources: async ids =>
      (await runs.getMany(ids)).map(run => run && resourceOf(run)),
  });
  registry.addResourceType({
    resourceRef: workflowResourceRef,
    permissions: workflowPermissions,
    rules: Object.values(workflowRules),
    getResources: refs => workflows.getMany(refs),
  });
  registry.addPermissions(basicPermissions);
}
