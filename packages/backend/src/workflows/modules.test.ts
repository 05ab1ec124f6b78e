import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  StepCode,
  Workflow,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import catalogHealthModule from './catalog-health';
import dataSyncModule from './data-sync';

const directory = createMockDirectory();

describe('the modules of the example workflows', () => {
  it('add each workflow with a handler for every step', async () => {
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
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            exampleWarehouse: { file: directory.resolve('warehouse.sqlite') },
          },
        }),
      ],
    });

    expect(added.map(([{ definition }]) => definition.name)).toEqual([
      'catalog_health',
      'data_sync',
    ]);
    for (const [{ definition }, handlers] of added) {
      expect(Object.keys(handlers)).toEqual(
        definition.steps.map(({ key }) => key),
      );
    }
  });

  it('do not start without a file for the warehouse', async () => {
    await expect(
      startTestBackend({
        extensionPoints: [[workflowsExtensionPoint, { add: () => {} }]],
        features: [dataSyncModule],
      }),
    ).rejects.toThrow('exampleWarehouse.file');
  });
});
