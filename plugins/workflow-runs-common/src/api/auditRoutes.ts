import { z } from 'zod';
import {
  auditEntrySchema,
  auditOutcomeSchema,
  keysSchema,
  runAccessSchema,
} from '../model/audit';
import { permissionNames } from '../permissions';
import { route } from './route';

const id = z.string().min(1).max(128);
const text = (max: number) => z.string().min(1).max(max).optional();
const time = z.iso
  .datetime({ offset: true })
  .transform(value => new Date(value).getTime())
  .optional();
const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextToken` of the page before. */
  token: z.string().max(2_000).optional(),
};
const entries = z.object({
  items: z.array(auditEntrySchema),
  /** Null on the last page. */
  nextToken: z.string().nullable(),
});

/** Rows that an export holds where it is not said, and at most. */
const ROWS = { usual: 100_000, most: 1_000_000 };

/** Which entries of the audit trail; the filters narrow each other. @public */
export const auditFilterSchema = z.strictObject({
  /** Entity ref of a user, or subject of a service. */
  actor: text(512),
  /** What kind of thing it was done to: `run-mutate`, `webhook-mutate` … */
  event: text(64),
  action: text(64),
  run: text(128),
  /** `<engine>/<name>` */
  workflow: text(256),
  outcome: auditOutcomeSchema.optional(),
  /** Then or later; ISO 8601. */
  from: time,
  /** Before then; ISO 8601. */
  to: time,
});
/** @public */
export type AuditFilter = z.output<typeof auditFilterSchema>;
/** The same, as a query writes it. @public */
export type AuditFilterQuery = z.input<typeof auditFilterSchema>;

/** As what the audit trail can be exported. @public */
export const auditExportFormatSchema = z.enum(['csv', 'jsonl']);
/** @public */
export type AuditExportFormat = z.infer<typeof auditExportFormatSchema>;

/** The routes by which auditors see who has done what, and admins how it stands with the keys. @public */
export const auditRoutes = {
  listRunAudit: route({
    method: 'get',
    path: '/runs/:runId/audit',
    summary:
      'Who has done or tried what with a run, exports and refused attempts among it, newest first',
    permissions: [permissionNames.runRead],
    params: z.strictObject({ runId: id }),
    query: z.strictObject(page),
    result: entries,
  }),
  explainAccess: route({
    method: 'get',
    path: '/runs/:runId/access',
    summary: 'Who can see a run and why, as far as can be known',
    permissions: [permissionNames.runRead, permissionNames.auditRead],
    params: z.strictObject({ runId: id }),
    query: z.strictObject({
      /** Entity ref of a user or a group, to be told of them alone. */
      principal: z.string().min(1).max(512).optional(),
    }),
    result: runAccessSchema,
  }),
  listAudit: route({
    method: 'get',
    path: '/audit',
    summary: 'Who has done or tried what, in the whole portal, newest first',
    permissions: [permissionNames.auditRead],
    query: auditFilterSchema.extend(page),
    result: entries,
  }),
  // Before what might take an id.
  exportAudit: route({
    method: 'get',
    path: '/audit/export',
    summary: 'The audit trail as a file: CSV or JSON lines',
    permissions: [permissionNames.auditRead],
    query: auditFilterSchema.extend({
      format: auditExportFormatSchema.default('csv'),
      limit: z.coerce.number().int().min(1).max(ROWS.most).default(ROWS.usual),
    }),
    mediaType: ['text/csv', 'application/x-ndjson'],
  }),
  getKeys: route({
    method: 'get',
    path: '/keys',
    summary:
      'Which keys seal what engines keep of runs, and how a rotation goes',
    permissions: [permissionNames.privacyManage],
    result: keysSchema,
  }),
  shredKeys: route({
    method: 'post',
    path: '/keys/shred',
    summary:
      'Make unreadable, for good, what engines keep of a run that has ended, or of all of a tenant',
    permissions: [permissionNames.runRead, permissionNames.privacyManage],
    body: z
      .strictObject({
        runId: id.optional(),
        tenantId: id.optional(),
        reason: z.string().trim().min(1).max(1_000),
      })
      .refine(({ runId, tenantId }) => !runId !== !tenantId, {
        path: ['runId'],
        error: 'say either a run or a tenant',
        params: { rule: 'either_or' },
      }),
    result: z.object({
      /** Runs that can be retried and repeated no more. */
      shredded: z.number().int(),
      /** Runs that go on: what they need was left. */
      goingOn: z.number().int(),
    }),
    idempotent: true,
  }),
};
