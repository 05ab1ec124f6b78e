import { z } from 'zod';
import { runStatusSchema } from '../model/vocabulary';

/**
 * What is kept of runs, each for a time of its own: log lines; inputs, outputs, progress, and what of them can be
 * searched; files; what the engine needs to do a run again; the run itself with its steps, attempts, actions and
 * states; and who has done what.
 *
 * @public
 */
export const retentionClassSchema = z.enum([
  'logs',
  'io',
  'artifacts',
  'sealed',
  'runs',
  'audit',
]);
/** @public */
export type RetentionClass = z.infer<typeof retentionClassSchema>;

/** What belongs to a run and goes with it at the latest. @public */
export const partClassSchema = retentionClassSchema.extract([
  'logs',
  'io',
  'artifacts',
  'sealed',
]);
/** @public */
export type PartClass = z.infer<typeof partClassSchema>;

/** Statuses of runs that have ended: no other run is ever deleted. @public */
export const endedStatusSchema = runStatusSchema.extract([
  'completed',
  'failed',
  'canceled',
]);
/** @public */
export type EndedRunStatus = z.infer<typeof endedStatusSchema>;

/** Days that something may be kept for. @public */
export const MAX_RETENTION_DAYS = 36_500;

const days = z.number().int().min(1).max(MAX_RETENTION_DAYS);

/** How long what is kept; nothing is said of classes that are left out. @public */
export const retentionDaysSchema = z
  .strictObject({
    logs: days.optional(),
    io: days.optional(),
    artifacts: days.optional(),
    sealed: days.optional(),
    runs: days.optional(),
    audit: days.optional(),
  })
  .refine(said => Object.values(said).some(value => value !== undefined), {
    error: 'it must say how long at least one class is kept',
    params: { rule: 'empty' },
  });
/** @public */
export type RetentionDays = z.infer<typeof retentionDaysSchema>;

/**
 * How long runs are kept, in days since they have ended. Of several policies that are about a run, the more
 * particular one decides, for each class: workflow before tenant before status.
 *
 * @public
 */
export const retentionPolicyContentSchema = z.strictObject({
  tenantId: z.string().min(1).max(128).nullable().default(null),
  /** `<engine>/<name>` */
  workflow: z
    .string()
    .max(256)
    .regex(/^[^/]+\/.+$/, 'it must be <engine>/<name>')
    .nullable()
    .default(null),
  status: endedStatusSchema.nullable().default(null),
  days: retentionDaysSchema,
});
/** @public */
export type RetentionPolicyContent = z.infer<
  typeof retentionPolicyContentSchema
>;

/** Where a policy comes from; of two that are about the same, the later one here decides. @public */
export const retentionOriginSchema = z.enum([
  'default',
  'configuration',
  'database',
]);
/** @public */
export type RetentionOrigin = z.infer<typeof retentionOriginSchema>;

/** A policy with where it comes from. @public */
export const retentionPolicySchema = retentionPolicyContentSchema.extend({
  origin: retentionOriginSchema,
});
/** @public */
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

/** A tag that keeps a run whatever policies say; `*` stands for any characters. @public */
export const legalHoldTagSchema = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/[^*]/, 'it must not be every tag');

/** What holds where nothing else is said. @public */
export const DEFAULT_RETENTION: readonly RetentionPolicy[] = [
  {
    tenantId: null,
    workflow: null,
    status: null,
    origin: 'default',
    days: {
      logs: 30,
      io: 90,
      artifacts: 90,
      sealed: 30,
      runs: 365,
      audit: 400,
    },
  },
  {
    tenantId: null,
    workflow: null,
    status: 'failed',
    origin: 'default',
    days: { sealed: 90 },
  },
];
