import {
  BackendFeature,
  BackstageUserPrincipal,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import createKnex, { Knex } from 'knex';
import request from 'supertest';
import {
  LaunchRequest,
  Route,
  Run,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import {
  StepHandlers,
  StepOptions,
  Workflow,
  workflowsExtensionPoint,
  WorkflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { workflowRunsPlugin } from '../plugin';
import { decideByRole } from './decideByRole';
import {
  externalAccessConfig,
  externalAuthFeatures,
  ExternalService,
  tokenOf,
} from './externalAccess';
import { migrate } from '../database/open';
import { permissionsBy } from './permissionsBy';

const BASE = '/api/workflow-runs';

/** Adds workflows as a module of a portal would. */
export type AddWorkflows = (workflows: WorkflowsExtensionPoint) => void;

/** A workflow with its handlers, for `TestPortal`. */
export function adding<Input, const Steps extends Record<string, StepOptions>>(
  workflow: Workflow<Input, Steps>,
  handlers: StepHandlers<Input, Steps>,
): AddWorkflows {
  return workflows => workflows.add(workflow, handlers);
}

/** An entity that a workflow belongs to. */
export function workflowEntity(options: {
  workflow: string;
  owner?: string;
  name?: string;
  annotations?: Record<string, string>;
}): Entity {
  const { workflow, owner, name = workflow, annotations } = options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'workflow-runs.io/workflow': `embedded/${workflow}`,
        ...annotations,
      },
    },
    relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
  };
}

/** What the auditor was told. */
export interface Audited {
  eventId: string;
  meta: object | undefined;
  outcome: 'success' | 'failure';
}

/** The plugin in a backend, with its API: who asks is a name, or a whole header. */
export class TestPortal {
  /**
   * @param options - `knex`: migrated already; SQLite in memory where there is none.
   *   `entities`: of the catalog; where it is away, owners stay as they are in the database.
   *   `decide`: the policy, by role where there is none. `groups`: refs of groups by the name of a user.
   *   `services`: those outside that have tokens of their own, by which they ask as `external:…`.
   *   `beside`: what the backend has beside the plugin, or in place of what it would have, with its configuration
   */
  static async start(options: {
    workflows: AddWorkflows[];
    entities?: Entity[] | 'away';
    knex?: Knex;
    decide?: typeof decideByRole;
    config?: object;
    groups?: Record<string, string[]>;
    services?: ExternalService[];
    beside?: {
      features: BackendFeature[];
      config?: object;
    };
  }): Promise<TestPortal> {
    const { decide = decideByRole, groups = {}, services } = options;
    // One that the backend makes by itself is never closed; but each plugin gets one of its own.
    const isAlone = !options.knex && !options.beside;
    const ownKnex = isAlone ? await sqliteInMemory() : undefined;
    const knex = options.knex ?? ownKnex;
    const audited: Audited[] = [];
    const auditor = mockServices.auditor.mock({
      createEvent: async ({ eventId, meta }) => ({
        success: async () => {
          audited.push({ eventId, meta, outcome: 'success' });
        },
        fail: async () => {
          audited.push({ eventId, meta, outcome: 'failure' });
        },
      }),
    });
    const backend = await startTestBackend({
      features: [
        workflowRunsPlugin,
        createBackendModule({
          pluginId: 'workflow-runs',
          moduleId: 'test',
          register: reg =>
            reg.registerInit({
              deps: { workflows: workflowsExtensionPoint },
              async init({ workflows }) {
                for (const add of options.workflows) add(workflows);
              },
            }),
        }),
        mockServices.rootConfig.factory({
          data: {
            ...options.beside?.config,
            ...(services && {
              backend: {
                auth: { externalAccess: externalAccessConfig(services) },
              },
            }),
            workflowRuns: {
              limits: { requests: { enabled: false } },
              encryption: {
                keys: [{ id: 'test', secret: 'a secret of the tests' }],
              },
              // Where nobody listens, without having to ask the DNS.
              webhooks: { allow: ['127.0.0.1:9'] },
              ...options.config,
            },
          },
        }),
        permissionsBy(decide).factory,
        ...(services ? externalAuthFeatures(services) : []),
        auditor.factory,
        ...(options.beside?.features ?? []),
        membersOf(groups).factory,
        catalogOf(options.entities),
        ...(knex
          ? [
              mockServices.database.mock({
                getClient: async () => knex,
                migrations: { skip: true },
              }).factory,
            ]
          : []),
      ],
    });
    return new TestPortal(backend, audited, ownKnex);
  }

  private constructor(
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
    readonly audited: Audited[],
    private readonly ownKnex: Knex | undefined,
  ) {}

  get url(): string {
    return `http://localhost:${this.backend.server.port()}${BASE}`;
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await this.ownKnex?.destroy();
  }

  /** By which somebody is known, for who asks without `ask`. */
  headersOf(who: string): Record<string, string> {
    const authorization = headerOf(who);
    return authorization ? { authorization } : {};
  }

  get(path: string, who?: string) {
    return this.ask('get', path, {}, who);
  }

  post(path: string, body: object = {}, who?: string) {
    return this.ask('post', path, body, who);
  }

  /** @param body - sent where the method takes one */
  ask(
    method: Route['method'],
    path: string,
    body: object,
    who: string = 'admin',
  ) {
    const asked = request(this.backend.server)
      [method](`${BASE}/v1${path}`)
      .set('Authorization', headerOf(who));
    const takesBody = method === 'post' || method === 'put';
    return takesBody ? asked.send(body) : asked;
  }

  /** A client as other programs use it. */
  client(who: string = 'admin'): WorkflowRunsClient {
    return new WorkflowRunsClient({
      discoveryApi: { getBaseUrl: async () => this.url },
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: { ...init?.headers, Authorization: headerOf(who) },
          }),
      },
    });
  }

  /** Launches a run, and returns its id. */
  async launch(
    workflow: string,
    launch: Omit<LaunchRequest, 'workflow'> = {},
  ): Promise<string> {
    const { runId } = await this.client().launch({
      ...launch,
      workflow: `embedded/${workflow}`,
    });
    return runId;
  }

  /** Waits until the run has one of the statuses. */
  async until(runId: string, ...statuses: Run['status'][]): Promise<Run> {
    return eventually(async () => {
      const run = await this.client().call('getRun', { params: { runId } });
      if (statuses.includes(run.status)) return run;
      throw new Error(`The run is ${run.status}, not ${statuses.join(' or ')}`);
    });
  }

  /** Waits until the owners of a workflow have come from the catalog. */
  async untilOwned(name: string): Promise<void> {
    await eventually(async () => {
      const { ownerRefs } = await this.client().call('getWorkflow', {
        params: { engine: 'embedded', name },
      });
      if (ownerRefs.length === 0) throw new Error(`Nobody owns ${name} yet`);
    });
  }
}

async function sqliteInMemory(): Promise<Knex> {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  await migrate(knex);
  return knex;
}

/** Tries again until it succeeds, for twenty seconds. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => {
        setTimeout(resolve, 25);
      });
    }
  }
}

/** `nobody signed in`, `service`, a service outside, or the name of a user. */
function headerOf(who: string): string {
  if (who === 'nobody signed in') return mockCredentials.none.header();
  if (who === 'service') return mockCredentials.service.header();
  if (who.startsWith('external:')) return `Bearer ${tokenOf(who)}`;
  return mockCredentials.user.header(`user:default/${who}`);
}

function catalogOf(entities: Entity[] | 'away' = []) {
  if (entities !== 'away') return catalogServiceMock.factory({ entities });
  return catalogServiceMock.mock({
    queryEntities: async () => {
      throw new Error('The catalog is away');
    },
  }).factory;
}

/** Tells who belongs to which groups. */
function membersOf(groups: Record<string, string[]>) {
  return mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
      const [, name] = userEntityRef.split('/');
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(groups[name] ?? [])],
      };
    },
  });
}
