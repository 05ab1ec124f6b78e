import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  basicPermissions,
  permissionNames,
  runPermissions,
  workflowPermissions,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  runConditions,
  runRules,
  workflowRules,
} from 'backstage-plugin-workflow-runs-node';
import { Authorizer } from './Authorizer';
import { EngineSight } from './engineVisibility';

const ada = mockCredentials.user('user:default/ada');
const bo = mockCredentials.user('user:default/bo');
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

describe('Authorizer', () => {
  let time: number;
  let decide: jest.Mock<PolicyDecision, [{ name: string }]>;
  let ask: jest.Mock;
  let askBasic: jest.Mock;
  let authorizer: Authorizer;
  /** What engines elsewhere let somebody see. */
  let sights: EngineSight[];

  beforeEach(() => {
    time = 0;
    sights = [];
    decide = jest.fn<PolicyDecision, [{ name: string }]>(() => DENY);
    ask = jest.fn(async (requests: { permission: { name: string } }[]) =>
      requests.map(({ permission }) => decide(permission)),
    );
    askBasic = jest.fn(ask.getMockImplementation()!);
    const rules = [
      ...Object.values(runRules),
      ...Object.values(workflowRules),
    ] as { name: string }[];
    authorizer = new Authorizer(
      {
        authorizeConditional: ask,
        authorize: askBasic,
      } as unknown as PermissionsService,
      {
        getPermissionRuleset: () => ({
          getRuleByName: (name: string) =>
            rules.find(rule => rule.name === name),
        }),
      } as unknown as PermissionsRegistryService,
      () => time,
      { visibilities: async () => sights },
    );
  });

  it('asks for all permissions at once, with the caller’s credentials', async () => {
    await authorizer.visibilities(ada);

    const asked = [...ask.mock.calls, ...askBasic.mock.calls];
    expect(asked.flatMap(([requests]) => requests)).toEqual(
      [...runPermissions, ...workflowPermissions, ...basicPermissions].map(
        permission => ({ permission }),
      ),
    );
    expect(asked.map(([, options]) => options)).toEqual([
      { credentials: ada },
      { credentials: ada },
    ]);
  });

  it('makes conditions into something that queries understand', async () => {
    const claims = ['group:default/team'];
    decide.mockImplementation(permission => {
      switch (permission.name) {
        case permissionNames.runRead:
          return createRunConditionalDecision(permission as any, {
            not: runConditions.isWorkflowOwner({ claims }),
          });
        case permissionNames.workflowRead:
          return { result: AuthorizeResult.ALLOW };
        default:
          return DENY;
      }
    });

    const none = [...runPermissions, ...workflowPermissions].map(({ name }) => [
      name,
      'none',
    ]);
    const { runs, workflows, basic } = await authorizer.visibilities(ada);
    expect([...basic]).toEqual([]);
    expect(Object.fromEntries([...runs, ...workflows])).toEqual({
      ...Object.fromEntries(none),
      [permissionNames.runRead]: { not: { field: 'owner', values: claims } },
      [permissionNames.workflowRead]: 'all',
    });
  });

  it('knows which of those that nothing narrows the caller has', async () => {
    decide.mockImplementation(({ name }) => ({
      result:
        name === permissionNames.viewShare
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
    }));

    const { basic } = await authorizer.visibilities(ada);
    expect([...basic]).toEqual([permissionNames.viewShare]);
  });

  it('believes an answer for ten seconds, for each caller', async () => {
    await Promise.all([
      authorizer.visibilities(ada),
      authorizer.visibilities(ada),
    ]);
    time = 9_999;
    await authorizer.visibilities(ada);
    expect(ask).toHaveBeenCalledTimes(1);
    await authorizer.visibilities(bo);
    expect(ask).toHaveBeenCalledTimes(2);
    time = 10_000;
    await authorizer.visibilities(ada);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  const reader = { permissionNames: [permissionNames.runRead] };
  const byAction = { permissionAttributes: { action: ['read' as const] } };
  const service = (...given: Parameters<typeof mockCredentials.service>) =>
    mockCredentials.service(...given);
  const plugin = { actor: { subject: 'plugin:catalog' } };

  it.each([
    ['services', service('external:a'), service('external:b')],
    [
      'a service and one that is restricted',
      service('s'),
      service('s', reader),
    ],
    [
      'services of one name with different restrictions',
      service('s', reader),
      service('s', byAction),
    ],
    [
      'a user and a plugin that acts for them',
      ada,
      mockCredentials.user('user:default/ada', plugin),
    ],
    [
      'plugins that act for one user',
      mockCredentials.user('user:default/ada', plugin),
      mockCredentials.user('user:default/ada', {
        actor: { subject: 'plugin:search' },
      }),
    ],
    [
      'a user and a service of the same name',
      mockCredentials.user('user:default/ada'),
      service('user:default/ada'),
    ],
  ])(
    'takes no answer of one for that of the other: %s',
    async (_, one, other) => {
      for (const credentials of [one, other, one, other])
        await authorizer.visibilities(credentials);

      expect(ask.mock.calls.map(([, { credentials }]) => credentials)).toEqual([
        one,
        other,
      ]);
    },
  );

  it('does not believe a failure', async () => {
    ask.mockRejectedValueOnce(new Error('the policy is away'));

    await expect(authorizer.visibilities(ada)).rejects.toThrow('away');
    await expect(authorizer.visibilities(ada)).resolves.toBeDefined();
  });

  it('remembers a thousand callers, and not more', async () => {
    for (let i = 0; i <= 1_000; i++)
      await authorizer.visibilities(mockCredentials.user(`user:default/u${i}`));
    ask.mockClear();
    await authorizer.visibilities(mockCredentials.user('user:default/u1000'));
    await authorizer.visibilities(mockCredentials.user('user:default/u1'));

    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('narrows what may be seen by what engines elsewhere say', async () => {
    decide.mockReturnValue({ result: AuthorizeResult.ALLOW });
    sights = [{ instances: ['templates'], visibility: 'none' }];
    const { runs, workflows } = await authorizer.visibilities(ada);
    const ofOthers = { not: { field: 'engine', values: ['templates'] } };

    expect([...runs.values()]).toEqual([...runs.keys()].map(() => ofOthers));
    expect([...workflows.values()]).toEqual([ofOthers, ofOthers]);
  });
});
