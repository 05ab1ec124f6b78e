import {
  BackstageUserPrincipal,
  createBackendModule,
  SchedulerServiceTaskFunction,
} from '@backstage/backend-plugin-api';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import searchPlugin from '@backstage/plugin-search-backend';
import { SearchResultSet } from '@backstage/plugin-search-common';
import request from 'supertest';
import permissionModule from 'backstage-plugin-permission-backend-module-workflow-runs';
import searchModule from 'backstage-plugin-search-backend-module-workflow-runs';
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import {
  LaunchRequest,
  Run,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import {
  defineWorkflow,
  failAfter,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';
import { authOnBehalf } from './authOnBehalf';
import { eventually } from './ExamplePortal';

/** Two workflows, each of which belongs to another team, that fail as they are told. */
const workflows = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'two-workflows',
  register: reg =>
    reg.registerInit({
      deps: { registry: workflowsExtensionPoint },
      async init({ registry }) {
        for (const name of ['data_sync', 'pay_salaries']) {
          const workflow = defineWorkflow({
            name,
            version: '1.0.0',
            title: name === 'data_sync' ? 'Data sync' : 'Pay salaries',
            description: `Does what ${name} is for`,
            input: z.object({ says: z.string(), secret: z.string() }),
            steps: { look: { retry: failAfter(1) } },
          });
          registry.add(workflow, {
            look: async ({ input }) => {
              throw new Error(input.says);
            },
          });
        }
      },
    }),
});

const entityOf = (workflow: string, owner: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: workflow.replace('_', '-'),
    namespace: 'default',
    annotations: { 'workflow-runs.io/workflow': `embedded/${workflow}` },
  },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});

/** Teams by the name of who asks. */
const TEAMS: Record<string, string[]> = {
  dana: ['group:default/team-data'],
  paula: ['group:default/team-payroll'],
};

/**
 * Backstage's own search, permissions and our policy, all real, in one backend: an admin sees
 * everything, `dana` and `paula` what their teams own, anybody else nothing.
 */
export class SearchPortal {
  static async start(options: { config?: object } = {}): Promise<SearchPortal> {
    const readers: SchedulerServiceTaskFunction[] = [];
    const backend = await startTestBackend({
      features: [
        searchPlugin,
        searchModule,
        permissionPlugin,
        permissionModule,
        permissionsServiceFactory,
        workflowRunsPlugin,
        workflows,
        authOnBehalf,
        mockServices.scheduler.mock({
          createScheduledTaskRunner: () => ({
            run: async ({ fn }) => void readers.push(fn),
          }),
        }).factory,
        catalogServiceMock.factory({
          entities: [
            entityOf('data_sync', 'group:default/team-data'),
            entityOf('pay_salaries', 'group:default/team-payroll'),
          ],
        }),
        mockServices.userInfo.mock({
          getUserInfo: async ({ principal }) => {
            const { userEntityRef } = principal as BackstageUserPrincipal;
            const teams = TEAMS[userEntityRef.split('/')[1]] ?? [];
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, ...teams],
            };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            workflowRuns: {
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              access: { roles: { admin: ['user:default/admin'] } },
            },
            ...options.config,
          },
        }),
      ],
    });
    const { server } = backend;
    const portal = new SearchPortal(server, readers, () => backend.stop());
    await portal.#untilOwned();
    return portal;
  }

  private constructor(
    private readonly server: any,
    private readonly readers: SchedulerServiceTaskFunction[],
    readonly stop: () => Promise<void>,
  ) {}

  /** Launches a run that fails with a message, and waits until it has. */
  async fail(
    workflow: string,
    says: string,
    launch: Partial<LaunchRequest> = {},
  ): Promise<Run> {
    const { runId } = await this.#client.launch({
      ...launch,
      workflow: `embedded/${workflow}`,
      input: { says, secret: 'crocodile' },
    });
    return eventually(
      () => this.#client.call('getRun', { params: { runId } }),
      ({ status }) => status === 'failed',
    );
  }

  /** Reads everything again, as the schedule would. */
  async index(): Promise<void> {
    const { signal } = new AbortController();
    for (const read of this.readers) await read(signal);
  }

  /** What somebody finds. */
  async find(who: string, term: string, types?: string[]) {
    return (await this.query(who, term, types)).results;
  }

  /** The whole answer of the search. */
  async query(
    who: string,
    term: string,
    types: string[] = [],
  ): Promise<SearchResultSet> {
    const ofTypes = types.map((type, index) => [`types[${index}]`, type]);
    const { status, body } = await request(this.server)
      .get('/api/search/query')
      .query({ term, ...Object.fromEntries(ofTypes) })
      .set('Authorization', mockCredentials.user.header(`user:default/${who}`));
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  }

  get #client(): WorkflowRunsClient {
    const url = `http://localhost:${this.server.port()}/api/workflow-runs`;
    return new WorkflowRunsClient({
      discoveryApi: { getBaseUrl: async () => url },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: mockCredentials.user.header('user:default/admin'),
            },
          }),
      },
    });
  }

  async #untilOwned(): Promise<void> {
    await eventually(
      () => this.#client.call('listWorkflows', {}),
      ({ items }) => items.every(({ ownerRefs }) => ownerRefs.length > 0),
    );
  }
}
