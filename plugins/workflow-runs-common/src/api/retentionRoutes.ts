import { z } from 'zod';
import { permissionNames } from '../permissions/permissions';
import {
  legalHoldTagSchema,
  retentionPolicyContentSchema,
  retentionPolicySchema,
} from '../retention/policy';
import { retentionJobSchema, retentionPreviewSchema } from '../retention/job';
import { route } from './route';

/** Policies that there may be beside those of the configuration. @public */
export const MAX_RETENTION_POLICIES = 100;
/** Tags of legal holds that there may be beside those of the configuration. @public */
export const MAX_LEGAL_HOLD_TAGS = 50;

const id = z.string().min(1).max(128);
const jobParams = z.strictObject({ retentionJobId: id });
const permissions = [permissionNames.retentionManage];

/** What admins can change. @public */
export const retentionDraftSchema = z.strictObject({
  policies: z.array(retentionPolicyContentSchema).max(MAX_RETENTION_POLICIES),
  legalHoldTags: z.array(legalHoldTagSchema).max(MAX_LEGAL_HOLD_TAGS),
});
/** Policies and tags of legal holds as they are to be. @public */
export type RetentionDraft = z.output<typeof retentionDraftSchema>;

/** How long runs are kept. @public */
export const retentionSchema = z.object({
  /** All of them: those that are built in, of the configuration, and of the database. */
  policies: z.array(retentionPolicySchema),
  legalHoldTags: z.array(
    z.object({
      pattern: z.string(),
      origin: z.enum(['configuration', 'database']),
    }),
  ),
  /** Grows with each change. */
  revision: z.number().int(),
  updatedBy: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
  /** Whether the clock starts jobs. */
  isScheduled: z.boolean(),
});
/** @public */
export type Retention = z.infer<typeof retentionSchema>;

/** The routes of how long runs are kept. @public */
export const retentionRoutes = {
  getRetention: route({
    method: 'get',
    path: '/retention',
    summary: 'How long runs are kept, and which tags hold them back',
    permissions,
    result: retentionSchema,
  }),
  changeRetention: route({
    method: 'put',
    path: '/retention',
    summary: 'Change how long runs are kept, where nobody has meanwhile',
    permissions,
    body: retentionDraftSchema.extend({ revision: z.number().int().min(0) }),
    result: retentionSchema,
    idempotent: true,
  }),
  previewRetention: route({
    method: 'post',
    path: '/retention/preview',
    summary: 'What policies would delete now, and which runs they would not',
    permissions,
    body: retentionDraftSchema,
    result: retentionPreviewSchema,
    asksOnly: true,
  }),
  listRetentionJobs: route({
    method: 'get',
    path: '/retention/jobs',
    summary: 'What was deleted when, newest first',
    permissions,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      /** `nextAfter` of the page before. */
      after: id.optional(),
    }),
    result: z.object({
      items: z.array(retentionJobSchema),
      nextAfter: z.string().nullable(),
    }),
  }),
  startRetentionJob: route({
    method: 'post',
    path: '/retention/jobs',
    summary: 'Delete now what is kept for too long; finds the job that does',
    permissions,
    result: retentionJobSchema,
    idempotent: true,
  }),
  getRetentionJob: route({
    method: 'get',
    path: '/retention/jobs/:retentionJobId',
    summary: 'What one job has deleted, and how far it is',
    permissions,
    params: jobParams,
    result: retentionJobSchema,
  }),
  abortRetentionJob: route({
    method: 'post',
    path: '/retention/jobs/:retentionJobId/abort',
    summary: 'Stop deleting; what is deleted stays so',
    permissions,
    params: jobParams,
    result: retentionJobSchema,
    idempotent: true,
  }),
};

/** What goes by itself, beside the run that it is about. @public */
export const purgeRoutes = {
  purgeRun: route({
    method: 'delete',
    path: '/runs/:runId',
    summary: 'Delete a run that has ended, with all that belongs to it',
    permissions: [permissionNames.runRead, permissionNames.retentionManage],
    params: z.strictObject({ runId: id }),
    query: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    result: retentionJobSchema,
    idempotent: true,
  }),
};
