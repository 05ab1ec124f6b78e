import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  RunEngine,
  workflowRunsEnginesExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';

/** A backend module that adds engines which run workflows elsewhere. */
export const enginesModule = (...engines: RunEngine[]) =>
  createBackendModule({
    pluginId: 'workflow-runs',
    moduleId: 'engines-of-tests',
    register: reg =>
      reg.registerInit({
        deps: { point: workflowRunsEnginesExtensionPoint },
        async init({ point }) {
          for (const engine of engines) point.addEngine(engine);
        },
      }),
  });
