import {
  endedStatusSchema,
  partClassSchema,
  RetentionPolicy,
  RetentionPolicyContent,
} from './policy';
import { resolveRetention } from './resolve';

/** What is wrong with policies, and where. @public */
export interface RetentionProblem {
  /** Place among the policies that were checked. */
  policy: number;
  /** Field of the policy, as a path. */
  path: string[];
  /** `duplicate`, or `exceeds_runs`. */
  rule: 'duplicate' | 'exceeds_runs';
  message: string;
}

/**
 * What is wrong with policies beside others that hold already: two that are about the same runs, and parts of runs
 * that would be kept for longer than the runs themselves, which cannot be.
 *
 * @public
 */
export function checkRetention(
  checked: readonly RetentionPolicyContent[],
  others: readonly RetentionPolicy[],
  origin: 'configuration' | 'database',
): RetentionProblem[] {
  const own = checked.map(policy => ({ ...policy, origin }));
  return [...duplicatesOf(own), ...longerThanRuns(own, [...others, ...own])];
}

function duplicatesOf(
  policies: readonly RetentionPolicy[],
): RetentionProblem[] {
  const seen = new Set<string>();
  return policies.flatMap(({ tenantId, workflow, status }, policy) => {
    const key = JSON.stringify([tenantId, workflow, status]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = 'another policy is about the same runs';
    return [
      { policy, path: ['workflow'], rule: 'duplicate' as const, message },
    ];
  });
}

/** Looks at runs of every kind that the policies tell apart. */
function longerThanRuns(
  own: readonly RetentionPolicy[],
  all: readonly RetentionPolicy[],
): RetentionProblem[] {
  const problems = new Map<string, RetentionProblem>();
  for (const scope of scopesOf(own, all)) {
    const resolved = resolveRetention(all, scope);
    const { runs } = resolved;
    if (!runs) continue;
    for (const part of partClassSchema.options) {
      const kept = resolved[part];
      if (!kept || kept.days <= runs.days) continue;
      // Whoever shortens the runs shortens their parts; who lengthens a part is told of it.
      const policy = own.indexOf(kept.policy);
      if (policy < 0) continue;
      problems.set(`${policy} ${part}`, {
        policy,
        path: ['days', part],
        rule: 'exceeds_runs',
        message: `it must be at most ${runs.days} days: runs are not kept for longer`,
      });
    }
  }
  return [...problems.values()];
}

/** Where no policy of the checked ones is about a run, nothing has changed. */
function* scopesOf(
  own: readonly RetentionPolicy[],
  all: readonly RetentionPolicy[],
) {
  const others = [...new Set(all.map(({ tenantId }) => tenantId ?? ''))];
  for (const { tenantId, workflow, status } of own) {
    const statuses = status ? [status] : endedStatusSchema.options;
    for (const tenant of tenantId === null ? others : [tenantId]) {
      for (const each of statuses) {
        yield { tenantId: tenant, workflow: workflow ?? '', status: each };
      }
    }
  }
}
