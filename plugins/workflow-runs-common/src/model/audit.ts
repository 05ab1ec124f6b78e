import { z } from 'zod';
import { jsonSchema } from './vocabulary';

/** What has come of something that somebody did or tried. @public */
export const auditOutcomeSchema = z.enum([
  /** It is under way, or it broke off and nobody knows. */
  'pending',
  'succeeded',
  /** A permission, the state or a rule forbade it. */
  'refused',
  /** It was tried, and did not succeed. */
  'failed',
]);
/** @public */
export type AuditOutcome = z.infer<typeof auditOutcomeSchema>;

/** From where something was asked, as the portal sees it behind its proxies. @public */
export const auditOriginSchema = z.object({
  remoteAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Of `X-Request-Id` or `traceparent`. */
  requestId: z.string().nullable(),
});
/** @public */
export type AuditOrigin = z.infer<typeof auditOriginSchema>;

/** One thing that somebody has done or tried: it stands alone, and outlives what it was done to. @public */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Entity ref of a user, or subject of a service. */
  actor: z.string(),
  /** What kind of thing was acted on, as Backstage's auditor knows it: `run-mutate`, `run-fetch`, `view-mutate` … */
  event: z.string(),
  action: z.string(),
  outcome: auditOutcomeSchema,
  /** What the answer said, redacted. */
  message: z.string().nullable(),
  /** Why, in the words of who did it, redacted. */
  reason: z.string().nullable(),
  /** Null as well where the reader may not see it. */
  runId: z.string().nullable(),
  /** The run that was launched by it; `runId` is then the one that it repeats. */
  resultRunId: z.string().nullable(),
  /** Whether the run of `runId` is still there. */
  isRunKept: z.boolean(),
  /** `<engine>/<name>` */
  workflow: z.string().nullable(),
  tenantId: z.string(),
  /** Id of the action in the list of what was asked of the run. */
  actionId: z.string().nullable(),
  stepKey: z.string().nullable(),
  /** What stood in the way. */
  refusal: z
    .object({
      /** The permission that was missing. */
      permission: z.string().nullable(),
      /** The status of the run that does not allow it. */
      runStatus: z.string().nullable(),
    })
    .nullable(),
  /** What else was said: formats, filters, counts; redacted. */
  details: z.record(z.string(), jsonSchema),
  /** What was changed, as it was before and after; redacted, and cut where it is long. */
  before: jsonSchema,
  after: jsonSchema,
  /** Null for whoever may not read the whole trail, and for what the portal did by itself. */
  origin: auditOriginSchema.nullable(),
});
/** @public */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** How somebody comes to see a run. @public */
export const accessGrantSchema = z.object({
  /** `role`: of the ready policy. `owner`: of the workflow. `everybody`: a role is given to all who are signed in. */
  by: z.enum(['role', 'owner', 'everybody']),
  /** Who has it; `*` is everybody who is signed in. */
  ref: z.string(),
  /** The role by which. An owner has what an operator has. */
  role: z.enum(['viewer', 'operator', 'admin']),
  /** Names of the permissions on this run that come with it. */
  permissions: z.array(z.string()),
});
/** @public */
export type AccessGrant = z.infer<typeof accessGrantSchema>;

/** Who can see a run, and why, as far as can be known. @public */
export const runAccessSchema = z.object({
  runId: z.string(),
  workflow: z.string(),
  /** Entity refs of who owns the workflow. */
  ownerRefs: z.array(z.string()),
  /** Whether `workflowRuns.access` of the configuration gives roles; without, another policy decides and none of this need hold. */
  isConfigured: z.boolean(),
  /** Whether whoever owns a workflow may operate its runs. */
  ownersOperate: z.boolean(),
  /** Who gets to see it by the configuration: users and groups, and not the members of groups. */
  grants: z.array(accessGrantSchema),
  /** What the permission policy itself has answered, for who asks. */
  you: z.object({ ref: z.string(), permissions: z.array(z.string()) }),
  /** About whom was asked. */
  principal: z
    .object({
      ref: z.string(),
      /** Whether the catalog knows them. */
      isKnown: z.boolean(),
      /** By which they own things, as the catalog has it: their own, and those of their groups. */
      memberOf: z.array(z.string()),
      /** Those of the grants that hold for them. */
      grants: z.array(accessGrantSchema),
    })
    .nullable(),
  /** What this answer cannot know, in words for people. */
  limits: z.array(
    z.enum([
      /** A policy is code: it cannot be asked about others, and may decide by what it likes. */
      'policy_is_code',
      /** No roles are configured: another policy decides. */
      'foreign_policy',
      /** Owners and members are as the catalog had them. */
      'catalog_is_late',
      /** Services have tokens of their own, whose restrictions the backend knows alone. */
      'services',
      /** Whoever reads the database or its backups asks no policy. */
      'database',
    ]),
  ),
});
/** @public */
export type RunAccess = z.infer<typeof runAccessSchema>;

/** A key that seals what engines keep of runs. @public */
export const sealingKeySchema = z.object({
  id: z.string(),
  /** Whether `workflowRuns.encryption.keys` holds it; where not, what it seals cannot be read. */
  isConfigured: z.boolean(),
  /** Whether it seals what is new. */
  isActive: z.boolean(),
  /** Runs whose values it seals. */
  runs: z.number().int(),
});
/** @public */
export type SealingKeyStatus = z.infer<typeof sealingKeySchema>;

/** How it stands with the keys. @public */
export const keysSchema = z.object({
  items: z.array(sealingKeySchema),
  /** Runs of which nothing can be opened: their key is not configured. */
  unreadable: z.number().int(),
  /** A key that was made by itself, for development: no backup has it. */
  isGenerated: z.boolean(),
  rotation: z.object({
    /** Runs that an older key that is configured still seals. */
    left: z.number().int(),
    /** Whether a backend is at it now. */
    isUnderWay: z.boolean(),
  }),
});
/** @public */
export type KeysStatus = z.infer<typeof keysSchema>;
