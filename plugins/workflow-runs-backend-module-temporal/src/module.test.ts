import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  RunEngine,
  workflowRunsEnginesExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { TestSink } from 'backstage-plugin-workflow-runs-node/testing';
import { FrontendServer } from './client/__testUtils__/FrontendServer';
import temporalModule from '.';

const never = new AbortController().signal;

/** A backend with the module, and the engines that it adds. */
async function start(temporal: object) {
  const engines: RunEngine[] = [];
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'workflow-runs',
        register(reg) {
          reg.registerExtensionPoint(workflowRunsEnginesExtensionPoint, {
            addEngine: engine => engines.push(engine),
          });
          reg.registerInit({ deps: {}, async init() {} });
        },
      }),
      temporalModule,
      mockServices.rootConfig.factory({
        data: { workflowRuns: { temporal } },
      }),
    ],
  });
  return { backend, engines };
}

const sync = (engine: RunEngine) =>
  engine.sync!(
    {
      kind: 'open',
      known: [],
      instance: engine.instances()[0],
      cursor: null,
      limit: 100,
    },
    new TestSink(),
    never,
  );

describe('the module', () => {
  it('adds an engine for each namespace, and none of them stops the others', async () => {
    const server = await FrontendServer.start();
    const { backend, engines } = await start({
      clusters: [
        { id: 'eu', address: server.address, namespaces: ['shop', 'bank'] },
        { id: 'us', address: '127.0.0.1:1' },
        { id: 'wrong', address: 'https://temporal' },
        { id: 'odd', address: '127.0.0.1:1', payloadConverterPath: '/none.js' },
      ],
    });
    const [shop, bank, away, wrong, odd] = engines;
    expect(engines.map(engine => engine.instances()[0].id)).toEqual([
      'eu',
      'eu-bank',
      'us',
      'wrong',
      'odd',
    ]);

    for (const engine of [shop, bank]) {
      expect(await sync(engine)).toMatchObject({ nextCursor: null });
    }
    await expect(sync(away)).rejects.toThrow('127.0.0.1:1 does not answer');
    await expect(sync(wrong)).rejects.toThrow(
      'workflowRuns.temporal.clusters[2].address: has to be host:port',
    );
    await expect(sync(odd)).rejects.toThrow('payloadConverterPath: ');
    expect(wrong.capabilities(wrong.instances()[0]).actions).toEqual([]);

    await backend.stop();
    await expect(sync(shop)).rejects.toThrow('The portal is shutting down');
    server.stop();
  });

  it('adds nothing where no cluster is configured', async () => {
    const { backend, engines } = await start({ clusters: [] });
    expect(engines).toEqual([]);
    await backend.stop();
  });

  it('does not start with two clusters of one id', async () => {
    const cluster = { id: 'eu', address: '127.0.0.1:1' };
    await expect(start({ clusters: [cluster, cluster] })).rejects.toThrow(
      "clusters[1].id: 'eu' is the id of",
    );
  });
});
