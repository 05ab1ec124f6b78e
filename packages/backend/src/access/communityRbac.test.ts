import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  BackendFeature,
  BackstageCredentials,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import rbacModule from '@backstage-community/plugin-rbac-backend';
import request from 'supertest';
import workflowRunsPlugin from 'backstage-plugin-workflow-runs-backend';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import {
  defineWorkflow,
  workflowsExtensionPoint,
} from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';
import { eventually } from '../__testUtils__/ExamplePortal';
import workflowRunsBeforeRbac from '../__testUtils__/workflowRunsBeforeRbac';

// Version 8.1.3 wants two functions of rbac-common 2.1 beside those of the version that is installed
// with it here. They tell the two ways apart in which a permission can be mapped.
jest.mock('@backstage-community/plugin-rbac-common', () => ({
  ...jest.requireActual('@backstage-community/plugin-rbac-common'),
  isPermissionInfo: (mapping: unknown) =>
    typeof mapping === 'object' && mapping !== null && 'name' in mapping,
  permissionMappingAction: (mapping: string | { action: string }) =>
    typeof mapping === 'string' ? mapping : mapping.action,
}));

// Loaded by the store of its rules for databases that are not used here.
jest.mock('mongodb', () => ({ ObjectId: class ObjectId {} }), {
  virtual: true,
});

jest.setTimeout(60_000);

const ROOT = resolve(__dirname, '../../../..');
const PAGE = readFileSync(
  join(ROOT, 'docs/how-to/use-community-rbac.md'),
  'utf8',
);

/** The block of the page that has a line. */
function printed(line: string): string {
  const blocks = [...PAGE.matchAll(/^```\w+\n([^]*?)^```$/gm)];
  return blocks.map(([, block]) => block).find(block => block.includes(line))!;
}

/** Who asks in these tests, with the groups that the example organisation has them in. */
const GROUPS: Record<string, string[]> = {
  viewer: ['group:default/team-shop'],
  operator: ['group:default/team-data', 'group:default/team-growth'],
  admin: ['group:default/team-platform'],
  nobody: [],
};

/** Two workflows by the names that the entities of the example catalog are annotated with. */
const workflows = createBackendModule({
  pluginId: 'workflow-runs',
  moduleId: 'two-workflows',
  register: reg =>
    reg.registerInit({
      deps: { registry: workflowsExtensionPoint },
      async init({ registry }) {
        for (const name of ['data_sync', 'catalog_health']) {
          const workflow = defineWorkflow({
            name,
            version: '1.0.0',
            input: z.object({}),
            steps: { look: {} },
          });
          registry.add(workflow, { look: async () => 'seen' });
        }
      },
    }),
});

const KINDS = [
  'Component',
  'System',
  'Domain',
  'API',
  'Resource',
  'User',
  'Group',
];

/** As real backends do: the token with which a plugin asks on behalf of a user says which plugin. */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const subject = `plugin:${plugin.getId()}`;
    const service = mockServices.auth({ pluginId: plugin.getId() });
    const issue = service.getPluginRequestToken.bind(service);
    service.getPluginRequestToken = async options => {
      const { principal } = options.onBehalfOf as BackstageCredentials<any>;
      if (principal.type !== 'user') return issue(options);
      const actor = { subject };
      return {
        token: mockCredentials.user.token(principal.userEntityRef, { actor }),
      };
    };
    return service;
  },
});

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo({ principal }: any) {
      const ref: string = principal.userEntityRef;
      const groups = GROUPS[ref.replace('user:default/', '')];
      return { userEntityRef: ref, ownershipEntityRefs: [ref, ...groups] };
    },
  }),
});

class Portal {
  static async start(
    policy: BackendFeature | { default: BackendFeature },
    config: object,
  ): Promise<Portal> {
    const directory = mkdtempSync(join(tmpdir(), 'rbac-'));
    const policies = join(directory, 'policies.csv');
    const conditions = join(directory, 'conditions.yaml');
    // A comment in the first line is the page's.
    writeFileSync(
      policies,
      printed('# rbac/policies.csv').replace(/^#.*\n/, ''),
    );
    writeFileSync(conditions, printed('# rbac/conditions.yaml'));
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        permissionPlugin,
        policy as BackendFeature,
        workflowRunsPlugin,
        workflows,
        auth,
        userInfo,
        permissionsServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: { client: 'better-sqlite3', connection: { directory } },
            },
            catalog: {
              rules: [{ allow: KINDS }],
              locations: ['org.yaml', 'entities.yaml'].map(file => ({
                type: 'file',
                target: join(ROOT, 'examples', file),
              })),
            },
            permission: {
              enabled: true,
              rbac: {
                pluginsWithPermission: ['workflow-runs'],
                'policies-csv-file': policies,
                conditionalPoliciesFile: conditions,
                admin: { users: [{ name: 'user:default/admin' }] },
              },
            },
            ...config,
          },
        }),
      ],
    });
    const portal = new Portal(backend.server, async () => {
      await backend.stop();
      rmSync(directory, { recursive: true, force: true });
    });
    await portal.#untilOwned();
    return portal;
  }

  private constructor(
    private readonly server: any,
    readonly stop: () => Promise<void>,
  ) {}

  get(path: string, who: string) {
    return request(this.server)
      .get(`/api/workflow-runs/v1${path}`)
      .set('Authorization', mockCredentials.user.header(`user:default/${who}`));
  }

  post(path: string, body: object, who: string) {
    return request(this.server)
      .post(`/api/workflow-runs/v1${path}`)
      .set('Authorization', mockCredentials.user.header(`user:default/${who}`))
      .send(body);
  }

  /** The workflows that somebody sees. */
  async seen(who: string): Promise<string[]> {
    const { body } = await this.get('/workflows', who);
    return (body.items ?? []).map(({ name }: { name: string }) => name).sort();
  }

  async #untilOwned(): Promise<void> {
    await eventually(
      async () => (await this.get('/workflows', 'admin')).body.items ?? [],
      items =>
        items.length === 2 &&
        items.every(({ ownerRefs }: any) => ownerRefs.length > 0),
    );
  }
}

describe('the community’s RBAC plugin, with the files of the page', () => {
  let portal: Portal;
  let ofData: string;
  let ofPlatform: string;

  beforeAll(async () => {
    portal = await Portal.start(rbacModule, {});
    const launch = async (name: string) => {
      const { body } = await portal.post(
        '/runs',
        { workflow: `embedded/${name}` },
        'admin',
      );
      return body.runId as string;
    };
    ofData = await launch('data_sync');
    ofPlatform = await launch('catalog_health');
  });
  afterAll(() => portal.stop());

  const allowedTo = async (who: string, runId: string) => {
    const { body } = await portal.get(`/runs/${runId}`, who);
    return body.allowedActions.clone;
  };

  it('shows a viewer everything, and lets them do nothing', async () => {
    expect(await portal.seen('viewer')).toEqual([
      'catalog_health',
      'data_sync',
    ]);
    expect(await allowedTo('viewer', ofData)).toEqual({
      allowed: false,
      reason: `You need the permission ${permissionNames.runClone}`,
    });
    const { status } = await portal.get(`/runs/${ofData}/io`, 'viewer');
    expect(status).toBe(200);
  });

  it('lets an admin do everything', async () => {
    expect(await allowedTo('admin', ofData)).toMatchObject({ allowed: true });
    expect(await allowedTo('admin', ofPlatform)).toMatchObject({
      allowed: true,
    });
  });

  it('shows an owner what their groups own, and nothing else', async () => {
    expect(await portal.seen('operator')).toEqual(['data_sync']);
    const { body } = await portal.get('/runs', 'operator');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([ofData]);
    expect((await portal.get(`/runs/${ofPlatform}`, 'operator')).status).toBe(
      404,
    );
  });

  it('lets an owner operate what their groups own, by each action of the mapping', async () => {
    expect(await allowedTo('operator', ofData)).toMatchObject({
      allowed: true,
    });
    const launched = await portal.post(
      '/runs',
      { workflow: 'embedded/data_sync' },
      'operator',
    );
    expect(launched.status).toBe(201);
    const { runId } = launched.body;
    const resolved = await eventually(
      () => portal.post(`/runs/${runId}/resolve`, { note: 'seen' }, 'operator'),
      ({ status }) => status !== 409,
    );
    expect(resolved.status).toBe(200);
  });

  it('shows nothing to somebody without a role, and names what is missing', async () => {
    const { status, body } = await portal.get('/runs', 'nobody');

    expect(status).toBe(403);
    expect(body.error.message).toContain(permissionNames.runRead);
  });
});

describe('the ready policy in front of RBAC', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await Portal.start(workflowRunsBeforeRbac, {
      workflowRuns: {
        access: {
          roles: { admin: ['user:default/admin'] },
          ownersOperate: true,
        },
      },
    });
  });
  afterAll(() => portal.stop());

  it('is the module that the page has', () => {
    const source = readFileSync(
      join(__dirname, '../__testUtils__/workflowRunsBeforeRbac.ts'),
      'utf8',
    );

    expect(PAGE).toContain(source);
  });

  it('decides on runs by the configuration, whatever RBAC’s files say', async () => {
    expect(await portal.seen('admin')).toEqual(['catalog_health', 'data_sync']);
    expect(await portal.seen('operator')).toEqual(['data_sync']);
    // A viewer by RBAC's files, and an owner of nothing by the configuration.
    expect(await portal.seen('viewer')).toEqual([]);
  });
});
