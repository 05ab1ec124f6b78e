import { z } from 'zod';
import { Config } from '@backstage/config';
import { Role, ROLES } from 'backstage-plugin-workflow-runs-common';

const FIELD = 'workflowRuns.access';
/** Stands for everybody who is signed in. */
const EVERYBODY = '*';

// Only what can be among the refs by which a user owns things.
const REF = /^(user|group):(?:([^:/\s]+)\/)?([^:/\s]+)$/i;

const memberSchema = z
  .string()
  .refine(
    value => value === EVERYBODY || REF.test(value),
    "must be '*', or the ref of a user or group such as group:default/team-data",
  )
  .transform(normalizeRef);
const membersSchema = z.array(memberSchema).default([]);

const accessSchema = z.strictObject({
  roles: z
    .strictObject({
      viewer: membersSchema,
      operator: membersSchema,
      admin: membersSchema,
    })
    .prefault({}),
  ownersOperate: z.boolean().default(true),
  otherPermissions: z.enum(['allow', 'deny']).default('allow'),
});

/** Who may do what, as `workflowRuns.access` of the configuration says. */
export type Access = z.output<typeof accessSchema>;

/**
 * Reads `workflowRuns.access`.
 *
 * @throws Error that names each field at fault and the rule it breaks
 */
export function readAccess(config: Config): Access {
  const parsed = accessSchema.safeParse(config.getOptional(FIELD) ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${toField(path)}: ${message}`,
  );
  throw new Error(`Invalid configuration: ${problems.join('; ')}`);
}

/** The highest role that the configuration gives to one of the refs, if any. */
export function roleOf(
  access: Access,
  ownershipRefs: ReadonlySet<string>,
): Role | undefined {
  return ROLES.findLast(role =>
    access.roles[role].some(
      member => member === EVERYBODY || ownershipRefs.has(member),
    ),
  );
}

function normalizeRef(value: string): string {
  const match = REF.exec(value);
  if (!match) return value;
  const [, kind, namespace = 'default', name] = match;
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}

function toField(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (field, part) =>
      typeof part === 'number'
        ? `${field}[${part}]`
        : `${field}.${String(part)}`,
    FIELD,
  );
}
