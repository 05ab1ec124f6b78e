import { permissionNames } from './permissions';

/** The roles of the ready policy; each one holds what the one before it holds. @public */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
/** @public */
export type Role = (typeof ROLES)[number];

const added: Record<Role, readonly string[]> = {
  viewer: [
    permissionNames.workflowRead,
    permissionNames.runRead,
    permissionNames.runReadIo,
  ],
  operator: [
    permissionNames.runLaunch,
    permissionNames.runPause,
    permissionNames.runResume,
    permissionNames.runCancel,
    permissionNames.runTerminate,
    permissionNames.runRetry,
    permissionNames.runRerun,
    permissionNames.runClone,
    permissionNames.runForce,
    permissionNames.runDecide,
    permissionNames.runNodeAction,
    permissionNames.runSendEvent,
    permissionNames.runUpdate,
    permissionNames.runResolve,
    permissionNames.runAnnotate,
    permissionNames.runTag,
    permissionNames.runAssign,
    permissionNames.runExport,
    permissionNames.viewShare,
    permissionNames.engineSync,
  ],
  admin: [
    permissionNames.bulkJobManage,
    permissionNames.privacyManage,
    permissionNames.valueReveal,
    permissionNames.retentionManage,
    permissionNames.auditRead,
    permissionNames.webhookManage,
    permissionNames.alertRuleManage,
    permissionNames.runIngest,
  ],
};

/** The names of the permissions that a role grants. @public */
export function permissionsOfRole(role: Role): ReadonlySet<string> {
  return new Set(
    ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap(name => added[name]),
  );
}
