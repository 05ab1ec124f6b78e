import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { RegisterCollatorParameters } from '@backstage/plugin-search-backend-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import searchModule from '.';

async function collatorsOf(
  config: object,
  discovery = mockServices.discovery.mock(),
) {
  const added: RegisterCollatorParameters[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        searchIndexRegistryExtensionPoint,
        {
          addCollator: collator => added.push(collator),
          addDecorator: () => {},
        },
      ],
    ],
    features: [
      searchModule,
      discovery.factory,
      mockServices.rootConfig.factory({ data: config }),
    ],
  });
  return added;
}

describe('the module', () => {
  it('has runs and workflows read, each with the permission by which results are judged', async () => {
    const collators = await collatorsOf({});

    expect(
      collators.map(({ factory: { type, visibilityPermission } }) => [
        type,
        visibilityPermission?.name,
      ]),
    ).toEqual([
      ['workflow-run', permissionNames.runRead],
      ['workflow', permissionNames.workflowRead],
    ]);
  });

  it('stops the start where the configuration is wrong', async () => {
    const search = { collators: { workflowRuns: { maxRuns: -1 } } };
    await expect(collatorsOf({ search })).rejects.toThrow(
      'search.collators.workflowRuns.maxRuns',
    );
  });

  it('asks the API as a plugin, and makes documents of what it answers', async () => {
    const asked: [url?: string, token?: string][] = [];
    const workflow = {
      id: 'wfl_1',
      ref: 'embedded/data_sync',
      engine: 'embedded',
      name: 'data_sync',
      title: 'Data sync',
      description: 'Copies orders',
      version: '2.0.0',
      ownerRefs: ['group:default/a', 'user:default/b'],
      entityRef: 'component:default/data-sync',
    };
    const api = createServer((request, response) => {
      asked.push([request.url, request.headers.authorization]);
      response.end(JSON.stringify({ items: [workflow], nextToken: null }));
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const { port } = api.address() as AddressInfo;
    const [, workflows] = await collatorsOf(
      {},
      mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
    );
    const collator = await workflows.factory.getCollator();
    const documents = await collator.toArray();
    api.close();

    expect(documents).toEqual([
      {
        title: 'Data sync',
        text: 'Copies orders',
        location: '/workflow-runs?workflow=embedded%2Fdata_sync',
        authorization: { resourceRef: 'embedded/data_sync' },
        workflow: 'embedded/data_sync',
        engine: 'embedded',
        version: '2.0.0',
        description: 'Copies orders',
        owners: 'group:default/a, user:default/b',
        entityRef: 'component:default/data-sync',
      },
    ]);
    expect(asked).toEqual([
      [
        '/api/workflow-runs/v1/workflows',
        expect.stringMatching(/^Bearer mock-service-token:.*workflow-runs/),
      ],
    ]);
  });
});
