import { resolve } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { workflowsExtensionPoint } from 'backstage-plugin-workflow-runs-node';
import { invoiceBatch } from './batch';
import { invoiceExtraction } from './definition';
import { createHandlers } from './handlers';

/** Adds the workflows `invoice_extraction` and `invoice_batch`. */
export const invoiceExtractionModule = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'invoice-extraction',
  register(reg) {
    reg.registerInit({
      deps: {
        workflows: workflowsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ workflows, config }) {
        const directory = resolve(
          config.getString('exampleInvoices.directory'),
        );
        workflows.add(invoiceExtraction, createHandlers(directory));
        workflows.add(invoiceBatch, {});
      },
    });
  },
});
