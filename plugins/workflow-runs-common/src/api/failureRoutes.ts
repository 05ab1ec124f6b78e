import { z } from 'zod';
import {
  failureGroupDetailSchema,
  failureGroupSchema,
  failureStateSchema,
} from '../model/failureGroup';
import { permissionNames } from '../permissions';
import { route } from './route';
import { listOf, runFilterSchema } from './runFilter';

const id = z.string().min(1).max(128);
const params = z.strictObject({ groupId: id });
const reason = z.string().trim().min(1).max(1_000);

/** Which groups of failures to list. @public */
export const failureFilterSchema = runFilterSchema
  .pick({
    workflow: true,
    engine: true,
    entity: true,
    tenant: true,
    environment: true,
    /** Who owns the workflow’s entity. */
    owner: true,
    /** Seen then or later; ISO 8601. */
    from: true,
    /** Seen before then; ISO 8601. */
    to: true,
  })
  .extend({ state: listOf(failureStateSchema).optional() });
/** A filter as a handler gets it: parsed into lists. @public */
export type FailureFilter = z.output<typeof failureFilterSchema>;

const change = <Body extends z.ZodType>(
  path: string,
  summary: string,
  body: Body,
) =>
  route({
    method: 'post',
    path: `/failure-groups/:groupId/${path}`,
    summary,
    permissions: [permissionNames.runRead, permissionNames.runResolve],
    params,
    body,
    result: failureGroupDetailSchema,
    idempotent: true,
  });

/** The routes of failures that belong together. @public */
export const failureRoutes = {
  listFailureGroups: route({
    method: 'get',
    path: '/failure-groups',
    summary: 'Failures that belong together, those seen last first',
    permissions: [permissionNames.runRead],
    query: failureFilterSchema.extend({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      /** `nextAfter` of the page before. */
      after: id.optional(),
    }),
    result: z.object({
      items: z.array(failureGroupSchema),
      /** Null on the last page. A page may hold fewer than were asked for, and yet not be the last. */
      nextAfter: z.string().nullable(),
    }),
  }),
  getFailureGroup: route({
    method: 'get',
    path: '/failure-groups/:groupId',
    summary: 'Failures that belong together, with runs and episodes',
    permissions: [permissionNames.runRead],
    params,
    result: failureGroupDetailSchema,
  }),
  snoozeFailureGroup: change(
    'snooze',
    'Let a group of failures rest for a while',
    z.strictObject({
      /** In the future, by a year at most. */
      until: z.iso.datetime({ offset: true }),
      reason: reason.optional(),
    }),
  ),
  resolveFailureGroup: change(
    'resolve',
    'Say that a group of failures was seen to',
    z.strictObject({ reason: reason.optional() }),
  ),
  reopenFailureGroup: change(
    'reopen',
    'Take up a group of failures that is snoozed or resolved',
    z.strictObject({ reason: reason.optional() }),
  ),
  setFailureRunbook: change(
    'runbook',
    'Link what to do about a group of failures',
    z.strictObject({
      /** `https`; null: that of the workflow, where it has one. */
      url: z
        .url({ protocol: /^https$/, error: 'it must be an https address' })
        .max(2_000)
        .refine(url => !URL.canParse(url) || new URL(url).username === '', {
          error: 'it must hold no credentials',
          params: { rule: 'credentials' },
        })
        .nullable(),
    }),
  ),
};
