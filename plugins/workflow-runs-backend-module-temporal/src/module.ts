import { createBackendModule } from '@backstage/backend-plugin-api';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';

/** Shows and operates the workflow executions of Temporal clusters as runs. @public */
export const workflowRunsModuleTemporal = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'temporal',
  register(reg) {
    reg.registerInit({
      deps: { engines: workflowRunsEnginesExtensionPoint },
      async init() {},
    });
  },
});
