import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import { ExamplePolicy } from './ExamplePolicy';

const ADA = 'user:default/ada';
const user = (...groups: string[]) => ({
  credentials: mockCredentials.user(ADA),
  info: { userEntityRef: ADA, ownershipEntityRefs: [ADA, ...groups] },
});
const decide = (
  permission: typeof taskReadPermission | typeof taskCreatePermission,
  who?: ReturnType<typeof user>,
) => new ExamplePolicy().handle({ permission }, who);
const ofTheirOwn = (...createdBy: string[]) => ({
  result: AuthorizeResult.CONDITIONAL,
  conditions: { rule: 'IS_TASK_OWNER', params: { createdBy } },
});

describe('the policy of the example portal', () => {
  it.each([taskReadPermission, taskCancelPermission])(
    'lets everybody do $name to tasks of their own, and the platform team to all',
    async permission => {
      await expect(decide(permission, user())).resolves.toMatchObject(
        ofTheirOwn(ADA),
      );
      await expect(decide(permission)).resolves.toMatchObject(ofTheirOwn());
      await expect(
        decide(permission, user('group:default/team-platform')),
      ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
    },
  );

  it('allows all else', async () => {
    await expect(decide(taskCreatePermission, user())).resolves.toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });
});
