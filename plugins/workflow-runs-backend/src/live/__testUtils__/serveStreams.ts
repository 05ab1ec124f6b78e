/*
 * A backend in a process of its own that serves streams and executes nothing, to be killed, cut off from its
 * database, or given another clock.
 */
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { connect, ConnectionOptions } from '../../__testUtils__/ScriptProcess';
import { workflowRunsPlugin } from '../../plugin';

export interface ServeOptions {
  connection: ConnectionOptions;
  /** How far the clock of the process is ahead. */
  skewMs: number;
}

export type ServeMessage = { port: number };

async function serve({ connection, skewMs }: ServeOptions) {
  const now = Date.now;
  Date.now = () => now() + skewMs;
  const knex = connect(connection, 10);
  const backend = await startTestBackend({
    features: [
      workflowRunsPlugin,
      mockServices.rootConfig.factory({
        data: {
          workflowRuns: {
            role: 'api',
            limits: { requests: { enabled: false } },
            encryption: {
              keys: [{ id: 'test', secret: 'of the fault tests' }],
            },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({
          getClient: async () => knex,
          migrations: { skip: true },
        }),
      }),
      catalogServiceMock.factory(),
    ],
  });
  process.send!({ port: backend.server.port() } satisfies ServeMessage);
}

process.once('message', options => serve(options as ServeOptions));
