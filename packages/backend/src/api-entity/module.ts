import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { apiEntity } from './apiEntity';

/** Has the API of workflow-runs in the example catalog. */
export default createBackendModule({
  pluginId: 'catalog',
  moduleId: 'workflow-runs-api',
  register(reg) {
    reg.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addEntityProvider({
          getProviderName: () => 'workflow-runs-api',
          connect: async connection =>
            connection.applyMutation({
              type: 'full',
              entities: [
                { entity: await apiEntity(), locationKey: 'workflow-runs-api' },
              ],
            }),
        });
      },
    });
  },
});
