import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { TemplateProcessor } from './TemplateProcessor';

/** Ties the templates of the catalog to the runs of their tasks. @public */
export const catalogModuleWorkflowRuns = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'workflow-runs',
  register(reg) {
    reg.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addProcessor(new TemplateProcessor());
      },
    });
  },
});
