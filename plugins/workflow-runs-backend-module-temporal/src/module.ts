import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { readConfig } from './config/readConfig';
import { createEngines } from './engine/createEngines';

/** Shows and operates the workflow executions of Temporal clusters as runs. @public */
export const workflowRunsModuleTemporal = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'temporal',
  register(reg) {
    reg.registerInit({
      deps: {
        engines: workflowRunsEnginesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.rootLifecycle,
      },
      async init({ engines, config, logger, lifecycle }) {
        const temporal = createEngines(readConfig(config), {
          logger,
          now: () => Date.now(),
        });
        for (const engine of temporal.engines) engines.addEngine(engine);
        lifecycle.addShutdownHook(() => temporal.stop());
      },
    });
  },
});
