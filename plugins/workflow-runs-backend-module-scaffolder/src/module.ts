import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { ScaffolderApi } from './client/ScaffolderApi';
import { readConfig } from './engine/config';
import { ScaffolderEngine } from './engine/ScaffolderEngine';

/** Shows the tasks of the portal's own scaffolder as runs. @public */
export const workflowRunsModuleScaffolder = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'scaffolder',
  register(reg) {
    reg.registerInit({
      deps: {
        engines: workflowRunsEnginesExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        discovery: coreServices.discovery,
        permissions: coreServices.permissions,
      },
      async init({ engines, auth, config, discovery, events, permissions }) {
        engines.addEngine(
          new ScaffolderEngine({
            api: new ScaffolderApi({ auth, discovery }),
            permissions,
            events,
            config: readConfig(config),
            now: () => Date.now(),
          }),
        );
      },
    });
  },
});
