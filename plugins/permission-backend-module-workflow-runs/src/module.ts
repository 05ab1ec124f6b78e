import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { WorkflowRunsPolicy } from './WorkflowRunsPolicy';

/**
 * Makes `WorkflowRunsPolicy` the policy of the portal.
 *
 * @public
 */
export const permissionModuleWorkflowRuns = createBackendModule({
  pluginId: 'permission',
  moduleId: 'workflow-runs',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(WorkflowRunsPolicy.create({ config }));
      },
    });
  },
});
