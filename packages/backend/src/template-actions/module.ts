import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createCheckAction } from './check';
import { createWriteAction } from './write';

/** Adds what the example template does. */
export const templateActionsModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'example-actions',
  register(reg) {
    reg.registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ scaffolder, config }) {
        scaffolder.addActions(
          createCheckAction(),
          createWriteAction(config.getString('exampleServices.directory')),
        );
      },
    });
  },
});
