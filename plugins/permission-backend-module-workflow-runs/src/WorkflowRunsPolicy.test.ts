import { ConfigReader } from '@backstage/config';
import {
  AuthorizeResult,
  createPermission,
  isResourcePermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { PermissionPolicy } from '@backstage/plugin-permission-node';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  alertRuleManagePermission,
  auditReadPermission,
  bulkJobManagePermission,
  privacyManagePermission,
  retentionManagePermission,
  runCancelPermission,
  runIngestPermission,
  runLaunchPermission,
  runReadIoPermission,
  runReadPermission,
  valueRevealPermission,
  webhookManagePermission,
  workflowReadPermission,
  workflowRunsPermissions,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsPolicy } from './WorkflowRunsPolicy';

const { ALLOW, DENY, CONDITIONAL } = AuthorizeResult;

const foreignPermission = createPermission({
  name: 'catalog.entity.create',
  attributes: { action: 'create' },
});

const roles = {
  viewer: ['group:default/readers'],
  operator: ['group:default/operators'],
  admin: ['user:default/ada'],
};

function policyOf(
  access: Record<string, unknown> = {},
  fallback?: PermissionPolicy,
) {
  const config = new ConfigReader({
    workflowRuns: { access: { roles, ...access } },
  } as any);
  return WorkflowRunsPolicy.create({ config, fallback });
}

function userWith(name: string, ...groups: string[]) {
  const userEntityRef = `user:default/${name}`;
  return {
    credentials: mockCredentials.user(userEntityRef),
    info: {
      userEntityRef,
      ownershipEntityRefs: [
        userEntityRef,
        ...groups.map(group => `group:default/${group}`),
      ],
    },
  };
}

const users = {
  viewer: userWith('vera', 'readers'),
  operator: userWith('olaf', 'operators', 'readers'),
  admin: userWith('ada'),
  stranger: userWith('sam'),
};

describe('WorkflowRunsPolicy', () => {
  const everybody = ['viewer', 'operator', 'admin'];
  const reading = [
    workflowReadPermission,
    runReadPermission,
    runReadIoPermission,
  ];
  const administering = [
    bulkJobManagePermission,
    privacyManagePermission,
    valueRevealPermission,
    retentionManagePermission,
    auditReadPermission,
    webhookManagePermission,
    alertRuleManagePermission,
    runIngestPermission,
  ];
  const rolesOf = (permission: Permission) => {
    if (reading.some(({ name }) => name === permission.name)) return everybody;
    return administering.some(({ name }) => name === permission.name)
      ? ['admin']
      : ['operator', 'admin'];
  };
  describe.each(
    workflowRunsPermissions.map(
      permission => [permission, rolesOf(permission)] as const,
    ),
  )('for $name', (permission, allowed) => {
    it.each(Object.entries(users))(
      'decides by the role: %s',
      async (who, user) => {
        const policy = policyOf({ ownersOperate: false });
        await expect(policy.handle({ permission }, user)).resolves.toEqual({
          result: allowed.includes(who) ? ALLOW : DENY,
        });
      },
    );

    it('lets those without the role do it to what they own', async () => {
      await expect(
        policyOf().handle({ permission }, users.stranger),
      ).resolves.toEqual(
        isResourcePermission(permission)
          ? {
              result: CONDITIONAL,
              pluginId: 'workflow-runs',
              resourceType: permission.resourceType,
              conditions: {
                rule: 'IS_WORKFLOW_OWNER',
                resourceType: permission.resourceType,
                params: { claims: ['user:default/sam'] },
              },
            }
          : { result: DENY },
      );
    });

    it('denies those who are not signed in', async () => {
      await expect(
        policyOf({ roles: { viewer: ['*'], admin: ['*'] } }).handle({
          permission,
        }),
      ).resolves.toEqual({ result: DENY });
    });
  });

  it('claims what the groups of a user own, too', async () => {
    await expect(
      policyOf().handle({ permission: runCancelPermission }, users.viewer),
    ).resolves.toMatchObject({
      conditions: {
        params: { claims: ['user:default/vera', 'group:default/readers'] },
      },
    });
  });

  it("gives '*' to everybody who is signed in", async () => {
    await expect(
      policyOf({ roles: { operator: ['*'] } }).handle(
        { permission: runLaunchPermission },
        users.stranger,
      ),
    ).resolves.toEqual({ result: ALLOW });
  });

  it('denies a permission of the suite that it does not know', async () => {
    const permission = createPermission({
      name: 'workflow-runs.from-the-future',
      attributes: {},
    });
    await expect(
      policyOf().handle({ permission }, users.admin),
    ).resolves.toEqual({ result: DENY });
  });

  it('denies a permission on what only claims to be of the suite', async () => {
    const permission = { ...runCancelPermission, resourceType: 'other' };
    await expect(
      policyOf().handle({ permission }, users.stranger),
    ).resolves.toEqual({ result: DENY });
  });

  describe('for permissions of other plugins', () => {
    it.each([
      [undefined, ALLOW],
      ['allow', ALLOW],
      ['deny', DENY],
    ])('answers as otherPermissions says: %s', async (answer, result) => {
      const policy = policyOf(answer ? { otherPermissions: answer } : {});
      await expect(
        policy.handle({ permission: foreignPermission }, users.stranger),
      ).resolves.toEqual({ result });
    });

    it('asks the fallback policy, if there is one', async () => {
      const fallback = { handle: jest.fn(async () => ({ result: DENY })) };
      const request = { permission: foreignPermission };
      await expect(
        policyOf({}, fallback).handle(request, users.admin),
      ).resolves.toEqual({ result: DENY });
      expect(fallback.handle).toHaveBeenCalledWith(request, users.admin);
    });
  });

  it('never asks the fallback policy about its own permissions', async () => {
    const fallback = { handle: jest.fn(async () => ({ result: ALLOW })) };
    await policyOf({}, fallback).handle(
      { permission: runReadPermission },
      users.stranger,
    );
    expect(fallback.handle).not.toHaveBeenCalled();
  });
});
