import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_WORKFLOW,
} from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  createWorkflowConditionalDecision,
  runConditions,
  workflowConditions,
} from 'backstage-plugin-workflow-runs-node';
import { OWNERS } from '../seed/population';

/** Whom each user answers for; who is not among them may do everything. */
const GROUP_OF: Record<string, string> = {
  'user:default/few': OWNERS.few,
  'user:default/many': OWNERS.many,
};

/** As a portal's policy would: administrators see everything, others what they own. */
export function decide(permission: Permission, user: string): PolicyDecision {
  const group = GROUP_OF[user];
  if (!group) return { result: AuthorizeResult.ALLOW };
  const claims = [user, group];
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
