import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { RunCriterion } from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';

type Criteria = PermissionCriteria<RunCriterion>;
type Conditions = PermissionCriteria<unknown>;

/** The rule of the scaffolder that there is on tasks. */
const owned = z.object({
  rule: z.literal('IS_TASK_OWNER'),
  params: z.object({ createdBy: z.array(z.string()) }),
});

/** What the scaffolder lets somebody read of its tasks, as a condition on the runs that they are here. */
export function visibilityOf(
  decision: PolicyDecision,
): Criteria | 'all' | 'none' {
  if (decision.result === AuthorizeResult.ALLOW) return 'all';
  if (decision.result !== AuthorizeResult.CONDITIONAL) return 'none';
  // A rule that is not known here may be behind a "not": nothing is shown rather than too much.
  return toCriteria(decision.conditions as Conditions) ?? 'none';
}

function toCriteria(conditions: Conditions): Criteria | undefined {
  const part = conditions as {
    allOf?: Conditions[];
    anyOf?: Conditions[];
    not?: Conditions;
  };
  if (part.allOf) return listOf('allOf', part.allOf);
  if (part.anyOf) return listOf('anyOf', part.anyOf);
  if (part.not) {
    const not = toCriteria(part.not);
    return not && { not };
  }
  const rule = owned.safeParse(conditions);
  return rule.success
    ? { field: 'startedBy', values: rule.data.params.createdBy }
    : undefined;
}

function listOf(
  kind: 'allOf' | 'anyOf',
  parts: readonly Conditions[],
): Criteria | undefined {
  const criteria = parts.map(toCriteria);
  return criteria.every(each => each !== undefined)
    ? ({ [kind]: criteria } as Criteria)
    : undefined;
}
