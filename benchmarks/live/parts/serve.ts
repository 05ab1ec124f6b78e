import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { workflowRunsPlugin } from '../../../plugins/workflow-runs-backend/src/plugin';
import { connect, Place } from '../../connect';

/** What a backend has used until now. */
export interface Usage {
  /** Processor time, in milliseconds. */
  processorMs: number;
  /** Resident memory, in bytes. */
  memory: number;
  /** Statements that it has sent to the database. */
  queries: number;
}

/** Starts a backend that serves the API, and executes nothing. */
export async function serve(
  place: Place,
): Promise<{ port: number; usage: () => Usage }> {
  const knex = connect(place);
  let queries = 0;
  knex.on('query', () => {
    queries += 1;
  });
  const backend = await startTestBackend({
    features: [
      workflowRunsPlugin,
      mockServices.rootConfig.factory({
        data: {
          workflowRuns: {
            role: 'api',
            // All viewers are one user here.
            limits: { requests: { enabled: false } },
            encryption: { keys: [{ id: 'one', secret: 'of the benchmark' }] },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      catalogServiceMock.factory(),
    ],
  });
  const usage = () => {
    const { user, system } = process.cpuUsage();
    return {
      processorMs: (user + system) / 1_000,
      memory: process.memoryUsage.rss(),
      queries,
    };
  };
  return { port: backend.server.port(), usage };
}
