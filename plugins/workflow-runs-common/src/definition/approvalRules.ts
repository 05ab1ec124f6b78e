import type { StepProblems } from './problem';
import type { ApprovalStep } from './steps';

/** What Backstage allows in refs, in lower case: that is how it compares them. */
const WORD = '[a-z0-9]+';
const NAMESPACE = `${WORD}(-${WORD})*`;
const NAME = `${WORD}([-_.]+${WORD})*`;
const APPROVER = new RegExp(`^(user|group):${NAMESPACE}/${NAME}$`);

/**
 * An approval asks users and groups, and its clocks run before it is over.
 *
 * @param dependents - keys of the steps that wait for it
 */
export function approvalProblems(
  problems: StepProblems,
  step: ApprovalStep,
  dependents: readonly string[],
) {
  approverProblems(problems, step.approvers, ['approvers']);
  approverProblems(problems, step.escalate?.to ?? [], ['escalate', 'to']);
  timeProblems(problems, step);
  branchProblems(problems, step, dependents);
  step.actions?.forEach(({ then }, at) => {
    if (then !== 'complete') return;
    problems.add(
      ['actions', at, 'then'],
      'approval-action',
      'an approval is for those to decide who may: no action completes it',
    );
  });
}

function approverProblems(
  problems: StepProblems,
  refs: readonly string[],
  path: readonly PropertyKey[],
) {
  refs.forEach((ref, at) => {
    if (APPROVER.test(ref)) return;
    problems.add(
      [...path, at],
      'approver',
      `must be the full ref of a user or a group, in lower case, such as group:default/team: '${ref}' is not`,
    );
  });
}

function timeProblems(
  problems: StepProblems,
  { slaMs, remindEveryMs, escalate, timeout }: ApprovalStep,
) {
  if (!timeout) return;
  const late = `the approval times out after ${timeout.afterMs} ms`;
  // Overdue when it times out is what a time-out means; what comes then is too late for the rest.
  if (slaMs && slaMs > timeout.afterMs) {
    problems.add(['slaMs'], 'approval-times', `is later: ${late}`);
  }
  if (remindEveryMs && remindEveryMs >= timeout.afterMs) {
    problems.add(
      ['remindEveryMs'],
      'approval-times',
      `would never remind anybody: ${late}`,
    );
  }
  if (escalate && escalate.afterMs >= timeout.afterMs) {
    problems.add(
      ['escalate', 'afterMs'],
      'approval-times',
      `would never ask anybody: ${late}`,
    );
  }
}

function branchProblems(
  problems: StepProblems,
  { onReject }: ApprovalStep,
  dependents: readonly string[],
) {
  if (!onReject) return;
  const branch = new Set(onReject.branch);
  onReject.branch.forEach((key, at) => {
    if (dependents.includes(key)) return;
    problems.add(
      ['onReject', 'branch', at],
      'approval-branch',
      `step '${key}' does not depend on this one`,
    );
  });
  if (dependents.length > 0 && dependents.every(key => branch.has(key))) {
    problems.add(
      ['onReject', 'branch'],
      'approval-branch',
      'names all steps that depend on this one: none is left for an approval',
    );
  }
}
