import {
  AllowedAction,
  Capabilities,
  permissionNames,
  permissionOfAction,
  remarkActionSchema,
  RunAction,
  runActionSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionableRun,
  refusalOf,
} from 'backstage-plugin-workflow-runs-common/machine';

const allowed: AllowedAction = { allowed: true, reason: null };
const refused = (reason: string): AllowedAction => ({ allowed: false, reason });

/** What the portal does itself, whatever the engine can do. */
const REMARKS: ReadonlySet<RunAction> = new Set(remarkActionSchema.options);

/**
 * What the reader may do to a run now. Of several reasons it names the one that nobody can change
 * first: the engine, then the state, then the permission.
 */
export function allowedActions(
  run: ActionableRun,
  capabilities: Capabilities,
  permitted: (permission: string) => boolean,
): Record<RunAction, AllowedAction> {
  const decide = (action: RunAction): AllowedAction => {
    if (!REMARKS.has(action) && !capabilities.actions.includes(action)) {
      return refused(`This engine cannot do that: ${words(action)}`);
    }
    const reason = refusalOf(action, run);
    if (reason) return refused(reason);
    const permission = permissionOfAction[action];
    return permitted(permission)
      ? allowed
      : refused(missingPermission(permission));
  };
  return Object.fromEntries(
    runActionSchema.options.map(action => [action, decide(action)]),
  ) as Record<RunAction, AllowedAction>;
}

/** Whether the reader may launch a workflow. */
export function allowedLaunch(
  workflow: { engine: string; definitionHash: string | null },
  capabilities: Capabilities,
  permitted: (permission: string) => boolean,
): AllowedAction {
  const { engine, definitionHash } = workflow;
  // Engines elsewhere know what they launch.
  const isDefined = definitionHash !== null || engine !== 'embedded';
  if (!capabilities.launch || !isDefined) {
    return refused('This engine cannot launch a run');
  }
  return permitted(permissionNames.runLaunch)
    ? allowed
    : refused(missingPermission(permissionNames.runLaunch));
}

/** What a button says that the permission is missing for. */
export function missingPermission(permission: string): string {
  return `You need the permission ${permission}`;
}

function words(action: RunAction): string {
  return action.replace('_', ' ');
}
