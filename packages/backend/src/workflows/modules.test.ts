import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { StepDefinition } from 'backstage-plugin-workflow-runs-common';
import {
  StepCode,
  Workflow,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import catalogHealthModule from './catalog-health';
import dataSyncModule from './data-sync';
import invoiceExtractionModule from './invoice-extraction';
import trialActivationModule from './trial-activation';

const directory = createMockDirectory();

/** Whether a step works, or offers what works; what only waits, asks or starts other runs does not. */
function hasCode(step: StepDefinition): boolean {
  if (step.actions) return true;
  return step.type === 'map'
    ? !('workflow' in step.each)
    : !['child', 'wait', 'approval'].includes(step.type);
}

describe('the modules of the example workflows', () => {
  it('add each workflow with the code of every step that has some', async () => {
    const added: [Workflow, Record<string, StepCode>][] = [];
    await startTestBackend({
      extensionPoints: [
        [
          workflowsExtensionPoint,
          {
            add: (workflow, handlers) => {
              added.push([workflow as Workflow, handlers]);
            },
          },
        ],
      ],
      features: [
        catalogHealthModule,
        dataSyncModule,
        invoiceExtractionModule,
        trialActivationModule,
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            exampleWarehouse: { file: directory.resolve('warehouse.sqlite') },
            exampleInvoices: { directory: directory.path },
          },
        }),
      ],
    });

    expect(added.map(([{ definition }]) => definition.name).sort()).toEqual([
      'catalog_health',
      'data_sync',
      'invoice_batch',
      'invoice_extraction',
      'trial_activation',
    ]);
    for (const [{ definition }, handlers] of added) {
      expect(Object.keys(handlers)).toEqual(
        definition.steps.filter(hasCode).map(({ key }) => key),
      );
    }
  });

  it.each([
    ['a file for the warehouse', dataSyncModule, 'exampleWarehouse.file'],
    [
      'a folder of invoices',
      invoiceExtractionModule,
      'exampleInvoices.directory',
    ],
  ])('do not start without %s', async (_, module, field) => {
    await expect(
      startTestBackend({
        extensionPoints: [[workflowsExtensionPoint, { add: () => {} }]],
        features: [module],
      }),
    ).rejects.toThrow(field);
  });
});
