import { z } from 'zod';
import { permissionNames } from '../permissions';
import {
  detectorSchema,
  privacyPolicyContentSchema,
  privacyPolicySchema,
  treatmentSchema,
} from '../privacy';
import { route } from './route';

const id = z.string().min(1).max(128);
const params = z.strictObject({ policyId: id });
const permissions = [permissionNames.privacyManage];
const revision = z.number().int().min(1);

/** A policy as somebody wants it from now on. @public */
export const privacyPolicyChangeSchema = privacyPolicyContentSchema.extend({
  /** The one that is changed; where it is another by now, the change is refused. */
  revision,
});

/** Something that a policy would take out. @public */
export const privacyFindingSchema = z.object({
  place: z.enum(['input', 'output', 'log']),
  /** Null: of the run itself. */
  stepKey: z.string().nullable(),
  /** Normalized JSONPath of the value that it is in; `$` in a line of a log. */
  path: z.string(),
  kind: z.string(),
  treatment: treatmentSchema,
  /** The rule of the policy, from 0; null where a detector has found it that no rule names. */
  rule: z.number().int().nullable(),
  detector: z.string().nullable(),
  /** What is stored now, cut at 200 characters. */
  text: z.string(),
});
/** @public */
export type PrivacyFinding = z.infer<typeof privacyFindingSchema>;

/** What a policy would have done to a run. @public */
export const privacyPreviewRunSchema = z.object({
  runId: z.string(),
  workflow: z.string(),
  /** 100 at most. */
  findings: z.array(privacyFindingSchema),
  /** How many there are in all. */
  total: z.number().int(),
  /** The policy is for other tenants or workflows: nothing was looked at. */
  applies: z.boolean(),
  /** Not all of the run was looked at: it holds too much. */
  cut: z.boolean(),
});
/** @public */
export type PrivacyPreviewRun = z.infer<typeof privacyPreviewRunSchema>;

/** The routes of what is taken out of runs before they are stored. @public */
export const privacyRoutes = {
  listPrivacyPolicies: route({
    method: 'get',
    path: '/privacy/policies',
    summary: 'What is taken out of runs before they are stored',
    permissions,
    result: z.object({
      /** In the order in which they apply. */
      items: z.array(privacyPolicySchema),
      detectors: z.array(detectorSchema),
    }),
  }),
  createPrivacyPolicy: route({
    method: 'post',
    path: '/privacy/policies',
    summary: 'Take more out of runs, or treat it differently',
    permissions,
    body: privacyPolicyContentSchema,
    result: privacyPolicySchema,
    idempotent: true,
    statuses: [201],
  }),
  changePrivacyPolicy: route({
    method: 'put',
    path: '/privacy/policies/:policyId',
    summary: 'Change a policy that nobody has changed meanwhile',
    permissions,
    params,
    body: privacyPolicyChangeSchema,
    result: privacyPolicySchema,
    idempotent: true,
  }),
  deletePrivacyPolicy: route({
    method: 'delete',
    path: '/privacy/policies/:policyId',
    summary: 'Delete a policy; what it has taken out stays out',
    permissions,
    params,
    idempotent: true,
  }),
  previewPrivacyPolicy: route({
    method: 'post',
    path: '/privacy/preview',
    summary: 'What a policy would do to some runs, as they are stored',
    permissions: [
      ...permissions,
      permissionNames.runRead,
      permissionNames.runReadIo,
    ],
    body: z.strictObject({
      policy: privacyPolicyContentSchema,
      runIds: z.array(id).min(1).max(5),
    }),
    result: z.object({ items: z.array(privacyPreviewRunSchema) }),
    asksOnly: true,
  }),
  revealValue: route({
    method: 'post',
    path: '/runs/:runId/reveal',
    summary: 'See a value that the run holds tokenized',
    permissions: [
      permissionNames.runRead,
      permissionNames.runReadIo,
      permissionNames.valueReveal,
    ],
    params: z.strictObject({ runId: id }),
    body: z.strictObject({
      /** Its id, the last part of `[token:<kind>:<id>]`. */
      token: z.string().min(1).max(128),
      reason: z.string().trim().min(1).max(1_000),
    }),
    result: z.object({
      value: z.json(),
      kind: z.string(),
      /** Screens hide it again then. ISO 8601. */
      hideAt: z.string(),
    }),
    asksOnly: true,
  }),
};
