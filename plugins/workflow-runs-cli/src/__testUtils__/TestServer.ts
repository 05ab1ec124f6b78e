import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import {
  workflowsExtensionPoint,
  type WorkflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { addWorkflows } from './workflows';

/** The token of a service outside, as a pipeline has one. */
export const TOKEN = 'a-token-of-the-tests';

/** The token of a user, as a login of the Backstage CLI has one. */
export const USER_TOKEN = mockCredentials.user.token();

/** Backstage itself says who has the token of a service; users are as in other tests. */
const httpAuthFactory = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { auth: coreServices.auth, plugin: coreServices.pluginMetadata },
  factory({ auth, plugin }) {
    const others = mockServices.httpAuth({ pluginId: plugin.getId() });
    const credentials: typeof others.credentials = async (request, options) =>
      request.headers.authorization === `Bearer ${TOKEN}`
        ? (auth.authenticate(TOKEN) as any)
        : others.credentials(request, options);
    return {
      credentials,
      issueUserCookie: others.issueUserCookie.bind(others),
    };
  },
});

/** A backend with the plugin, that listens on a port, lets services in by their tokens, and allows them everything. */
export class TestServer {
  /** @param add - adds the workflows that it has */
  static async start(
    add: (workflows: WorkflowsExtensionPoint) => void = addWorkflows,
  ): Promise<TestServer> {
    const backend = await startTestBackend({
      features: [
        workflowRunsPlugin,
        notificationsPlugin,
        createBackendModule({
          pluginId: 'workflow-runs',
          moduleId: 'test',
          register: reg =>
            reg.registerInit({
              deps: { workflows: workflowsExtensionPoint },
              init: async ({ workflows }) => add(workflows),
            }),
        }),
        authServiceFactory,
        httpAuthFactory,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: {
              auth: {
                externalAccess: [
                  {
                    type: 'static',
                    options: { token: TOKEN, subject: 'pipeline' },
                  },
                ],
              },
            },
            notifications: {
              defaultSettings: {
                channels: [
                  {
                    id: 'Web',
                    origins: [
                      {
                        id: 'plugin:workflow-runs',
                        enabled: true,
                        topics: [
                          { id: 'run-failed', enabled: true },
                          { id: 'sla-at-risk', enabled: true },
                        ],
                      },
                    ],
                  },
                ],
              },
            },
            workflowRuns: {
              limits: { requests: { enabled: false } },
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              webhooks: { allow: ['127.0.0.1:9'] },
            },
          },
        }),
      ],
    });
    return new TestServer(backend);
  }

  private constructor(
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
  ) {}

  get url(): string {
    return `http://localhost:${this.backend.server.port()}`;
  }

  get port(): number {
    return this.backend.server.port();
  }

  /** What a shell has to know to ask it. */
  get env(): NodeJS.ProcessEnv {
    return { WORKFLOW_RUNS_URL: this.url, WORKFLOW_RUNS_TOKEN: TOKEN };
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }
}
