import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { workflowsExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { dataSync } from './definition';
import { fetchRegion } from './fetchRegion';
import { OrdersClient } from './ordersClient';
import { readWatermark } from './readWatermark';
import { upsert } from './upsert';
import { verify } from './verify';
import { openWarehouse } from './warehouse/open';
import { writeReport } from './writeReport';

/** Adds the workflow `data_sync`. */
export const dataSyncModule = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'data-sync',
  register(reg) {
    reg.registerInit({
      deps: {
        workflows: workflowsExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        auth: coreServices.auth,
        lifecycle: coreServices.lifecycle,
      },
      async init({ workflows, config, discovery, auth, lifecycle }) {
        const warehouse = await openWarehouse(
          config.getString('exampleWarehouse.file'),
        );
        lifecycle.addShutdownHook(() => warehouse.destroy());
        const client = OrdersClient.create({ discovery, auth });
        workflows.add(dataSync, {
          read_watermark: readWatermark(client, warehouse),
          fetch_north: fetchRegion('north', client, warehouse),
          fetch_east: fetchRegion('east', client, warehouse),
          fetch_south: fetchRegion('south', client, warehouse),
          fetch_west: fetchRegion('west', client, warehouse),
          upsert: upsert(warehouse),
          verify: verify(client, warehouse),
          write_report: writeReport(warehouse),
        });
      },
    });
  },
});
