import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  permissionsOfRole,
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
  Role,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  createWorkflowConditionalDecision,
  runConditions,
  workflowConditions,
} from 'backstage-plugin-workflow-runs-node';

/** The roles of users of a test portal; the name of each says which. */
const ROLE_OF: Record<string, Role> = {
  'user:default/viewer': 'viewer',
  'user:default/operator': 'operator',
  'user:default/admin': 'admin',
};

/**
 * Decides as the ready role policy does: by role, and for whoever has none by what they own. The
 * user `owner` owns something, `outsider` nothing, and `stranger` is denied everything.
 */
export function decideByRole(
  permission: Permission,
  principal: { type: string; userEntityRef?: string },
): PolicyDecision {
  const user = principal.userEntityRef!;
  const role = ROLE_OF[user];
  if (role) {
    const isGranted = permissionsOfRole(role).has(permission.name);
    return {
      result: isGranted ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
    };
  }
  if (user === 'user:default/stranger') return { result: AuthorizeResult.DENY };
  return decideByOwnership(permission, [user]);
}

/** Allows what the claims own. */
export function decideByOwnership(
  permission: Permission,
  claims: string[],
): PolicyDecision {
  if (isResourcePermission(permission, RESOURCE_TYPE_RUN)) {
    return createRunConditionalDecision(
      permission,
      runConditions.isWorkflowOwner({ claims }),
    );
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_WORKFLOW)) {
    return createWorkflowConditionalDecision(
      permission,
      workflowConditions.isWorkflowOwner({ claims }),
    );
  }
  return { result: AuthorizeResult.DENY };
}
