import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { WorkflowRunsPolicy } from 'backstage-plugin-permission-backend-module-workflow-runs';
import { ExamplePolicy } from './ExamplePolicy';

/** The roles of workflow runs, and beside them a policy of the portal's own. */
export const examplePolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'example-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint, config: coreServices.rootConfig },
      async init({ policy, config }) {
        const fallback = new ExamplePolicy();
        policy.setPolicy(WorkflowRunsPolicy.create({ config, fallback }));
      },
    });
  },
});
