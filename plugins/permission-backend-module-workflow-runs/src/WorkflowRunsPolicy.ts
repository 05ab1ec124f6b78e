import { Config } from '@backstage/config';
import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  permissionsOfRole,
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  createWorkflowConditionalDecision,
  runConditions,
  workflowConditions,
} from 'backstage-plugin-workflow-runs-node';
import { Access, readAccess, roleOf } from './access';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

// By prefix, so that a permission newer than this policy is denied instead of treated as foreign.
const OWN_PREFIX = 'workflow-runs.';

/**
 * Decides on the permissions of workflow-runs by the roles in `workflowRuns.access` of the
 * configuration, and leaves those of other plugins to the fallback policy, if there is one, else to
 * `workflowRuns.access.otherPermissions`.
 *
 * @example
 * ```ts
 * policy.setPolicy(
 *   WorkflowRunsPolicy.create({ config, fallback: new CompanyPolicy() }),
 * );
 * ```
 * @public
 */
export class WorkflowRunsPolicy implements PermissionPolicy {
  readonly #access: Access;
  readonly #fallback: PermissionPolicy | undefined;

  /** @throws Error that names the field of the configuration and the rule it breaks */
  static create(options: {
    config: Config;
    /** Asked about every permission of other plugins. */
    fallback?: PermissionPolicy;
  }): WorkflowRunsPolicy {
    return new WorkflowRunsPolicy(readAccess(options.config), options.fallback);
  }

  private constructor(access: Access, fallback: PermissionPolicy | undefined) {
    this.#access = access;
    this.#fallback = fallback;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { permission } = request;
    if (permission.name.startsWith(OWN_PREFIX)) {
      return user ? this.#decide(permission, ownershipRefsOf(user)) : DENY;
    }
    if (this.#fallback) return this.#fallback.handle(request, user);
    return this.#access.otherPermissions === 'allow' ? ALLOW : DENY;
  }

  #decide(permission: Permission, ownershipRefs: Set<string>): PolicyDecision {
    const role = roleOf(this.#access, ownershipRefs);
    if (role && permissionsOfRole(role).has(permission.name)) return ALLOW;
    const mayOwnersDo =
      this.#access.ownersOperate &&
      permissionsOfRole('operator').has(permission.name);
    return mayOwnersDo ? onlyForOwners(permission, [...ownershipRefs]) : DENY;
  }
}

function onlyForOwners(
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
  return DENY;
}

function ownershipRefsOf({ info }: PolicyQueryUser): Set<string> {
  return new Set([info.userEntityRef, ...info.ownershipEntityRefs]);
}
