import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { workflowRunsEnginesExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { BuildServerEngine } from './BuildServerEngine';

/** Shows the builds of the build servers of `workflowRuns.engines.build-server`. */
export default createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'build-server',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        engines: workflowRunsEnginesExtensionPoint,
      },
      async init({ config, engines }) {
        const servers =
          config.getOptionalConfigArray('workflowRuns.engines.build-server') ??
          [];
        engines.addEngine(
          new BuildServerEngine(
            servers.map(server => ({
              id: server.getString('id'),
              url: server.getString('url'),
              title: server.getOptionalString('title'),
              tenantId: server.getOptionalString('tenant') ?? 'default',
              environment:
                server.getOptionalString('environment') ?? 'production',
              mode: 'live',
              limits: { requestsPerSecond: 5, burst: 20 },
            })),
          ),
        );
      },
    });
  },
});
