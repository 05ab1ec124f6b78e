import {
  AllowedAction,
  Capabilities,
  permissionNames,
  RunAction,
} from 'backstage-plugin-workflow-runs-common';

const PERMISSION_OF: Record<RunAction, string> = {
  cancel: permissionNames.runCancel,
};

const allowed: AllowedAction = { allowed: true, reason: null };
const refused = (reason: string): AllowedAction => ({ allowed: false, reason });

/**
 * What the reader may do to a run now. Of several reasons it names the one that nobody can change
 * first: the engine, then the state, then the permission.
 */
export function allowedActions(
  run: { status: string },
  capabilities: Capabilities,
  permitted: (permission: string) => boolean,
): Record<RunAction, AllowedAction> {
  const decide = (
    action: RunAction,
    reasonOfState: string | undefined,
  ): AllowedAction => {
    if (!capabilities[action])
      return refused(`This engine cannot ${action} a run`);
    if (reasonOfState) return refused(reasonOfState);
    const permission = PERMISSION_OF[action];
    return permitted(permission)
      ? allowed
      : refused(missingPermission(permission));
  };
  return { cancel: decide('cancel', whyNotCancel(run.status)) };
}

/** Whether the reader may launch a workflow. */
export function allowedLaunch(
  workflow: { definitionHash: string | null },
  capabilities: Capabilities,
  permitted: (permission: string) => boolean,
): AllowedAction {
  if (!capabilities.launch || !workflow.definitionHash) {
    return refused('This engine cannot launch a run');
  }
  return permitted(permissionNames.runLaunch)
    ? allowed
    : refused(missingPermission(permissionNames.runLaunch));
}

function whyNotCancel(status: string): string | undefined {
  switch (status) {
    case 'queued':
    case 'running':
    case 'paused':
    case 'waiting_human':
      return undefined;
    case 'canceling':
      return 'The run is being canceled already';
    default:
      return `The run has ended: it is ${status}`;
  }
}

/** What a button says that the permission is missing for. */
export function missingPermission(permission: string): string {
  return `You need the permission ${permission}`;
}
