import {
  AllowedAction,
  FailureAction,
  failureActionSchema,
  FailureGroup,
  FailureState,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { missingPermission } from '../runs/allowedActions';
import { GroupRecord } from './GroupRecord';

const MAY: AllowedAction = { allowed: true, reason: null };
const mayNot = (reason: string): AllowedAction => ({ allowed: false, reason });

/** Why nothing comes of an action, whoever asks for it. */
const REFUSALS: Record<FailureAction, Partial<Record<FailureState, string>>> = {
  snooze: { resolved: 'It is resolved: take it up again first' },
  resolve: { resolved: 'It is resolved' },
  reopen: { open: 'It is open' },
  runbook: {},
};

/** What the reader may do to a group now; that which nobody may is said first. */
export function allowedForGroup(
  state: FailureState,
  mayResolve: boolean,
): Record<FailureAction, AllowedAction> {
  const decide = (action: FailureAction) => {
    const refused = REFUSALS[action][state];
    if (refused) return mayNot(refused);
    return mayResolve
      ? MAY
      : mayNot(missingPermission(permissionNames.runResolve));
  };
  return Object.fromEntries(
    failureActionSchema.options.map(action => [action, decide(action)]),
  ) as Record<FailureAction, AllowedAction>;
}

/** A group as the API shows it. */
export function groupToWire(
  group: GroupRecord,
  mayResolve: boolean,
): FailureGroup {
  const { said, visible } = group;
  return {
    id: group.id,
    workflow: group.workflow,
    ownerRefs: group.ownerRefs,
    stepKey: group.stepKey,
    errorCategory: group.errorCategory,
    errorCode: group.errorCode,
    message: visible.message ?? group.pattern,
    environments: visible.environments,
    state: group.state,
    snooze:
      group.state === 'snoozed' && said
        ? { ...said, at: toIso(said.at), until: toIso(group.snoozedUntil!) }
        : null,
    resolution:
      group.state === 'resolved' && said
        ? { ...said, at: toIso(said.at) }
        : null,
    runbook: group.runbook,
    firstSeen: toIso(visible.firstSeen),
    lastSeen: toIso(visible.lastSeen),
    episodes: visible.episodes,
    seen: visible.seen,
    failed: visible.failed,
    days: visible.days,
    allowedActions: allowedForGroup(group.state, mayResolve),
  };
}
