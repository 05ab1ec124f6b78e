import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { workflowsExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { CatalogReader } from './catalogReader';
import { checkAnnotations } from './checkAnnotations';
import { checkOwners } from './checkOwners';
import { checkRelations } from './checkRelations';
import { countEntities } from './countEntities';
import { catalogHealth } from './definition';
import { enforceThreshold } from './enforceThreshold';
import { score } from './score';
import { writeReport } from './writeReport';

/** Adds the workflow `catalog_health`. */
export const catalogHealthModule = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'catalog-health',
  register(reg) {
    reg.registerInit({
      deps: {
        workflows: workflowsExtensionPoint,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
      },
      async init({ workflows, catalog, auth }) {
        const reader = CatalogReader.create({ catalog, auth });
        workflows.add(catalogHealth, {
          count_entities: countEntities(reader),
          check_owners: checkOwners(reader),
          check_annotations: checkAnnotations(reader),
          check_relations: checkRelations(reader),
          score,
          write_report: writeReport(),
          enforce_threshold: enforceThreshold,
        });
      },
    });
  },
});
