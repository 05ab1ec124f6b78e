import { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import {
  LaunchRequest,
  Run,
  Step,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';

/** A backend with the embedded engine, on a database in memory, in which one may do everything. */
export class ExamplePortal {
  /** The API, as other programs use it. */
  readonly client: WorkflowRunsClient;

  static async start(options: {
    features: BackendFeature[];
    config?: object;
    /** What who asks owns things through. */
    ownershipEntityRefs?: string[];
  }): Promise<ExamplePortal> {
    const { features, config, ownershipEntityRefs = [] } = options;
    const { server } = await startTestBackend({
      features: [
        workflowRunsPlugin,
        ...features,
        catalogServiceMock.factory(),
        mockServices.userInfo.mock({
          getUserInfo: async () => ({
            userEntityRef: 'user:default/mock',
            ownershipEntityRefs,
          }),
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            ...config,
            workflowRuns: {
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
            },
          },
        }),
      ],
    });
    return new ExamplePortal(server.port());
  }

  private constructor(port: number) {
    const authorization = mockCredentials.user.header();
    this.client = new WorkflowRunsClient({
      discoveryApi: {
        getBaseUrl: async id => `http://localhost:${port}/api/${id}`,
      },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: { ...init?.headers, authorization },
          }),
      },
    });
  }

  /** Launches a run, and returns its id. */
  async launch(
    workflow: string,
    input: LaunchRequest['input'] = {},
  ): Promise<string> {
    const { runId } = await this.client.launch({
      workflow: `embedded/${workflow}`,
      input,
    });
    return runId;
  }

  /** Waits until the run is as it should be. */
  async until(runId: string, isReached: (run: Run) => boolean): Promise<Run> {
    const run = () => this.client.call('getRun', { params: { runId } });
    return eventually(run, isReached);
  }

  /** Waits until a step of the run has the status. */
  async untilStep(
    runId: string,
    key: string,
    status: Step['status'],
  ): Promise<void> {
    await eventually(
      () => this.statuses(runId),
      statuses => statuses[key] === status,
    );
  }

  /** The status of each step, by key; that of a rollback by `<key>:compensate`. */
  async statuses(runId: string): Promise<Record<string, Step['status']>> {
    const { items } = await this.client.call('listSteps', {
      params: { runId },
      query: {},
    });
    return Object.fromEntries(
      items
        .filter(({ itemIndex }) => itemIndex < 0)
        .map(({ stepKey, status }) => [stepKey, status]),
    );
  }
}

/** Looks again until it is as it should be, for thirty seconds. */
export async function eventually<T>(
  look: () => Promise<T>,
  isReached: (seen: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (isReached(seen)) return seen;
    if (Date.now() > deadline) {
      throw new Error(`It still is ${JSON.stringify(seen)}`);
    }
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
  }
}
