import {
  AccessGrant,
  permissionNames,
  permissionsOfRole,
  Role,
  ROLES,
  runPermissions,
} from 'backstage-plugin-workflow-runs-common';

/** Stands for everybody who is signed in. */
const EVERYBODY = '*';

/** Who may do what, as the configuration of the ready policy says. */
export interface RoleConfig {
  roles: Record<Role, string[]>;
  ownersOperate: boolean;
}

/** Who gets to see a run by roles and ownership, the most powerful first. */
export function grantsOf(
  { roles, ownersOperate }: RoleConfig,
  { ownerRefs }: { ownerRefs: readonly string[] },
): AccessGrant[] {
  const byRole = ROLES.toReversed().flatMap(role =>
    roles[role].map(member => grant(role, normal(member))),
  );
  const owners = ownersOperate
    ? ownerRefs.map(
        (ref): AccessGrant => ({
          ...grant('operator', ref),
          by: 'owner',
        }),
      )
    : [];
  return [...byRole, ...owners].filter(({ permissions }) =>
    permissions.includes(permissionNames.runRead),
  );
}

/** Whether a grant holds for somebody with these refs. */
export function holds({ ref }: AccessGrant, refs: readonly string[]): boolean {
  return ref === EVERYBODY || refs.includes(ref);
}

function grant(role: Role, ref: string): AccessGrant {
  const granted = permissionsOfRole(role);
  return {
    by: ref === EVERYBODY ? 'everybody' : 'role',
    ref,
    role,
    permissions: runPermissions
      .map(({ name }) => name)
      .filter(name => granted.has(name)),
  };
}

/** As the ready policy reads it: in lower case, and with a namespace. */
function normal(member: string): string {
  if (member === EVERYBODY) return member;
  const ref = member.toLocaleLowerCase('en-US');
  return ref.includes('/') ? ref : ref.replace(':', ':default/');
}
