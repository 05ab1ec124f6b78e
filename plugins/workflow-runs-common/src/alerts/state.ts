import { z } from 'zod';
import { alertKindSchema, alertScopeSchema, alertSeveritySchema } from './rule';

const time = z.iso.datetime();

/**
 * Where a rule stands. `resolved`: somebody has said that it is; it fires again only after it was well.
 * `no_data`: there are too few runs to tell.
 *
 * @public
 */
export const alertStatusSchema = z.enum([
  'ok',
  'pending',
  'firing',
  'resolved',
  'no_data',
]);
/** @public */
export type AlertStatus = z.infer<typeof alertStatusSchema>;

/** Why a rule is not evaluated. @public */
export const alertDisabledSchema = z.enum(['by_hand', 'expired']);
/** @public */
export type AlertDisabled = z.infer<typeof alertDisabledSchema>;

/** Where a rule stands, as it was evaluated last. @public */
export const alertStateSchema = z.object({
  status: alertStatusSchema,
  /** Since when it has been so. */
  since: time,
  /** In the unit of the threshold; null where there is nothing to tell it by. */
  value: z.number().nullable(),
  /** By how many runs it is told; of a queue, how many wait. */
  runs: z.number().int().nonnegative(),
  /** Not all runs were looked at. */
  capped: z.boolean(),
  /** Null: not yet. */
  evaluatedAt: time.nullable(),
  /** Nobody is told before then. */
  snoozedUntil: time.nullable(),
  snoozedBy: z.string().nullable(),
  /** The values of late, oldest first. */
  recent: z.array(z.object({ at: time, value: z.number().nullable() })),
});
/** @public */
export type AlertState = z.infer<typeof alertStateSchema>;

/** A rule with where it stands. @public */
export const alertRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: alertKindSchema,
  scope: alertScopeSchema,
  /** What the view was called when the rule was saved; null where there is none. */
  viewName: z.string().nullable(),
  threshold: z.number(),
  windowMs: z.number().int().nullable(),
  minRuns: z.number().int(),
  forMs: z.number().int(),
  keepFiringMs: z.number().int(),
  severity: alertSeveritySchema,
  recipients: z.array(z.string()),
  webhookId: z.string().nullable(),
  runbookUrl: z.string().nullable(),
  remindMs: z.number().int().nullable(),
  enabled: z.boolean(),
  disabledBecause: alertDisabledSchema.nullable(),
  /** Until then it watches the runs that whoever saved it could see. Saving it anew sets it again. */
  expiresAt: time,
  /** Grows with each change. */
  revision: z.number().int(),
  createdBy: z.string(),
  createdAt: time,
  updatedBy: z.string(),
  updatedAt: time,
  state: alertStateSchema,
});
/** @public */
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** How an episode came to its end. @public */
export const alertEndSchema = z.enum([
  'recovered',
  'no_data',
  'by_hand',
  'rule_changed',
]);
/** @public */
export type AlertEnd = z.infer<typeof alertEndSchema>;

/** A time in which a rule fired. @public */
export const alertEpisodeSchema = z.object({
  id: z.string(),
  firedAt: time,
  /** When it fired, and by how many runs. */
  value: z.number(),
  runs: z.number().int(),
  threshold: z.number(),
  /** The farthest that it went. */
  worst: z.number(),
  /** When recipients were told; null where they were not, as while it is snoozed. */
  toldAt: time.nullable(),
  resolvedAt: time.nullable(),
  end: alertEndSchema.nullable(),
  resolvedBy: z.string().nullable(),
  note: z.string().nullable(),
});
/** @public */
export type AlertEpisode = z.infer<typeof alertEpisodeSchema>;

/** What a rule would have done. @public */
export const alertPreviewSchema = z.object({
  from: time,
  to: time,
  /** Every quarter of an hour, oldest first. */
  points: z.array(
    z.object({
      at: time,
      value: z.number().nullable(),
      runs: z.number().int(),
      status: alertStatusSchema,
    }),
  ),
  /** Those that go on have no end. */
  episodes: z.array(
    z.object({ firedAt: time, resolvedAt: time.nullable(), value: z.number() }),
  ),
  /** Not all runs were looked at. */
  capped: z.boolean(),
});
/** @public */
export type AlertPreview = z.infer<typeof alertPreviewSchema>;

/** A rule that fires, as whoever may see its workflows is told of it: without its numbers. @public */
export const firingAlertSchema = alertRuleSchema
  .pick({ id: true, name: true, severity: true, runbookUrl: true })
  .extend({
    since: time,
    snoozedUntil: time.nullable(),
    /** The runs that it watches, as lists filter them. */
    filter: z.record(z.string(), z.array(z.string())),
  });
/** @public */
export type FiringAlert = z.infer<typeof firingAlertSchema>;
