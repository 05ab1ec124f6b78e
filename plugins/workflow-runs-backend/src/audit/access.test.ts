import { Entity } from '@backstage/catalog-model';
import { TestPortal, workflowEntity } from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const ada: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada', namespace: 'default' },
  relations: [{ type: 'memberOf', targetRef: 'group:default/greeters' }],
};
const access = {
  roles: {
    viewer: ['*'],
    operator: ['Group:sre'],
    admin: ['user:default/eve'],
  },
};

describe('who can see a run, and why', () => {
  let portal: TestPortal;
  let runId: string;

  const start = async (config: object) => {
    portal = await TestPortal.start({
      workflows: [greet],
      config,
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'group:default/greeters' }),
        ada,
      ],
    });
    await portal.untilOwned('greet');
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
  };
  afterEach(() => portal.stop());

  const ask = async (query = '') => {
    const { body } = await portal.get(`/runs/${runId}/access${query}`);
    return body;
  };

  it('is told from the roles of the ready policy, and from who owns the workflow', async () => {
    await start({ access });
    const answer = await ask();

    expect(answer).toMatchObject({
      workflow: 'embedded/greet',
      ownerRefs: ['group:default/greeters'],
      isConfigured: true,
      ownersOperate: true,
      grants: [
        { by: 'role', role: 'admin', ref: 'user:default/eve' },
        { by: 'role', role: 'operator', ref: 'group:default/sre' },
        { by: 'everybody', role: 'viewer', ref: '*' },
        { by: 'owner', role: 'operator', ref: 'group:default/greeters' },
      ],
      you: {
        ref: 'user:default/admin',
        permissions: expect.arrayContaining(['workflow-runs.audit.read']),
      },
      principal: null,
    });
    expect(answer.grants[2].permissions).toEqual([
      'workflow-runs.run.read',
      'workflow-runs.run.read-io',
    ]);
    // What it can never know, it says.
    expect(answer.limits).toEqual([
      'policy_is_code',
      'catalog_is_late',
      'services',
      'database',
    ]);
  });

  it('is told of one user by the groups that the catalog knows', async () => {
    await start({ access: { ...access, roles: { admin: ['user:eve'] } } });

    expect((await ask('?principal=user:default/ada')).principal).toEqual({
      ref: 'user:default/ada',
      isKnown: true,
      memberOf: ['user:default/ada', 'group:default/greeters'],
      grants: [expect.objectContaining({ by: 'owner' })],
    });
    expect((await ask('?principal=user:mallory')).principal).toEqual({
      ref: 'user:default/mallory',
      isKnown: false,
      memberOf: ['user:default/mallory'],
      grants: [],
    });
    const wrong = await portal.get(`/runs/${runId}/access?principal=ada`);
    expect([wrong.status, wrong.body.error.violations[0]]).toMatchObject([
      400,
      { pointer: '/principal', rule: 'entity_ref' },
    ]);
  });

  it('is not made up where another policy decides', async () => {
    await start({});
    const answer = await ask('?principal=user:default/ada');

    expect(answer).toMatchObject({ isConfigured: false, grants: [] });
    expect(answer.limits).toContain('foreign_policy');
    expect(answer.principal.grants).toEqual([]);
  });

  it('forgets owners where they operate nothing', async () => {
    await start({ access: { ...access, ownersOperate: false } });

    expect((await ask()).grants).not.toContainEqual(
      expect.objectContaining({ by: 'owner' }),
    );
  });
});
