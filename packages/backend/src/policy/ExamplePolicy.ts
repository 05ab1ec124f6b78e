import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  taskCancelPermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';

/** Who looks after the templates sees what becomes of all of them. */
const EVERY_TASK = 'group:default/team-platform';

/** What the portal allows beside workflow runs: everything, but tasks of the scaffolder are their makers' own. */
export class ExamplePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const isOfTask =
      isPermission(permission, taskReadPermission) ||
      isPermission(permission, taskCancelPermission);
    const refs = user?.info.ownershipEntityRefs ?? [];
    if (!isOfTask || refs.includes(EVERY_TASK)) {
      return { result: AuthorizeResult.ALLOW };
    }
    return createScaffolderTaskConditionalDecision(
      permission,
      scaffolderTaskConditions.isTaskOwner({
        createdBy: user ? [user.info.userEntityRef] : [],
      }),
    );
  }
}
