import { z } from 'zod';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What runs are counted in: no window is a part of it. */
const QUARTER_MS = 15 * MINUTE_MS;

/** How many rules there may be: one backend evaluates them all each minute. @public */
export const MAX_ALERT_RULES = 200;

/** What a rule watches. @public */
export const alertKindSchema = z.enum([
  'failure_rate',
  'p95_duration',
  'retry_rate',
  'nothing_ended',
  'nothing_completed',
  'queue_age',
]);
/** @public */
export type AlertKind = z.infer<typeof alertKindSchema>;

/** How much it matters. @public */
export const alertSeveritySchema = z.enum(['info', 'warning', 'critical']);
/** @public */
export type AlertSeverity = z.infer<typeof alertSeveritySchema>;

/** What the threshold of a kind is, and which are of use. @public */
export const ALERT_THRESHOLDS: Readonly<
  Record<
    AlertKind,
    {
      unit: 'percent' | 'per_100' | 'ms';
      min: number;
      max: number;
      /** Whether it is about the runs of a window, of which there have to be enough. */
      hasWindow: boolean;
    }
  >
> = {
  failure_rate: { unit: 'percent', min: 0.1, max: 100, hasWindow: true },
  p95_duration: { unit: 'ms', min: 1, max: 365 * DAY_MS, hasWindow: true },
  retry_rate: { unit: 'per_100', min: 0.1, max: 100_000, hasWindow: true },
  nothing_ended: {
    unit: 'ms',
    min: 2 * QUARTER_MS,
    max: 30 * DAY_MS,
    hasWindow: false,
  },
  nothing_completed: {
    unit: 'ms',
    min: 2 * QUARTER_MS,
    max: 30 * DAY_MS,
    hasWindow: false,
  },
  queue_age: { unit: 'ms', min: MINUTE_MS, max: 7 * DAY_MS, hasWindow: false },
};

/** Bounds of the other times of a rule, in milliseconds. @public */
export const ALERT_TIMES = {
  window: { min: QUARTER_MS, max: 30 * DAY_MS, step: QUARTER_MS },
  for: { max: DAY_MS },
  keepFiring: { max: DAY_MS },
  remind: { min: HOUR_MS, max: 7 * DAY_MS },
} as const;

/** Which runs: those of a saved view, or of some workflows. @public */
export const alertScopeSchema = z.union([
  z.strictObject({ viewId: z.string().min(1).max(128) }),
  z.strictObject({
    /** `<engine>/<name>` */
    workflows: z
      .array(
        z
          .string()
          .max(256)
          .regex(/^[^/]+\/.+$/, 'it must be <engine>/<name>'),
      )
      .min(1)
      .max(50),
    /** All of them where it is left out. */
    environments: z.array(z.string().min(1).max(64)).min(1).max(20).optional(),
  }),
]);
/** @public */
export type AlertScope = z.infer<typeof alertScopeSchema>;

/** What a rule says. Times are milliseconds. @public */
export const alertRuleContentSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    kind: alertKindSchema,
    scope: alertScopeSchema,
    /** Breached by a value above it: per cent, milliseconds, or retries for each 100 runs. */
    threshold: z.number(),
    /** The time that is looked at; where a kind has none, it is left out. */
    windowMs: z
      .number()
      .int()
      .min(ALERT_TIMES.window.min)
      .max(ALERT_TIMES.window.max)
      .multipleOf(ALERT_TIMES.window.step)
      .optional(),
    /** Fewer runs say nothing. */
    minRuns: z.number().int().min(1).max(100_000).default(10),
    /** How long it has to be breached before it fires. */
    forMs: z.number().int().min(0).max(ALERT_TIMES.for.max).default(0),
    /** How long it has to be well before it is over. */
    keepFiringMs: z
      .number()
      .int()
      .min(0)
      .max(ALERT_TIMES.keepFiring.max)
      .default(5 * MINUTE_MS),
    severity: alertSeveritySchema.default('warning'),
    /** Refs of users and groups; where there are none, who owns the workflows, or of a view, who saved the rule. */
    recipients: z.array(z.string().min(1).max(512)).max(20).default([]),
    webhookId: z.string().min(1).max(128).nullable().default(null),
    runbookUrl: z
      .url({ protocol: /^https?$/, error: 'it must be an http(s) URL' })
      .max(2_000)
      .nullable()
      .default(null),
    /** After how long recipients are told again; null: they are not. */
    remindMs: z
      .number()
      .int()
      .min(ALERT_TIMES.remind.min)
      .max(ALERT_TIMES.remind.max)
      .nullable()
      .default(null),
    enabled: z.boolean().default(true),
  })
  .superRefine((rule, context) => {
    for (const { field, rule: broken, message } of alertRuleFaults(rule)) {
      context.addIssue({
        code: 'custom',
        path: [field],
        message,
        params: { rule: broken },
      });
    }
  });
/** @public */
export type AlertRuleContent = z.output<typeof alertRuleContentSchema>;
/** The same, before what is left out is filled in. @public */
export type AlertRuleDraft = z.input<typeof alertRuleContentSchema>;

/** What makes no sense together, by the field that it is told of. @public */
export function alertRuleFaults({
  kind,
  threshold,
  windowMs,
  forMs,
}: Pick<AlertRuleContent, 'kind' | 'threshold' | 'windowMs' | 'forMs'>): {
  field: 'threshold' | 'windowMs' | 'forMs';
  rule: string;
  message: string;
}[] {
  const { min, max, unit, hasWindow } = ALERT_THRESHOLDS[kind];
  const faults: ReturnType<typeof alertRuleFaults> = [];
  // Nothing is above all of them.
  const isTooMuch = unit === 'percent' ? threshold >= max : threshold > max;
  if (!(threshold >= min) || isTooMuch) {
    faults.push({
      field: 'threshold',
      rule: 'range',
      message:
        unit === 'percent'
          ? `it must be at least ${min} and less than ${max} %: nothing is above that`
          : `it must be ${min} to ${max}`,
    });
  }
  if (hasWindow && windowMs === undefined) {
    const message = 'it must be said for this kind: 15 minutes to 30 days';
    faults.push({ field: 'windowMs', rule: 'required', message });
  }
  if (!hasWindow && windowMs !== undefined) {
    const message = 'this kind has none: leave it out';
    faults.push({ field: 'windowMs', rule: 'unused', message });
  }
  const longest = hasWindow ? windowMs : threshold;
  if (longest !== undefined && forMs > longest) {
    faults.push({
      field: 'forMs',
      rule: 'longer_than_window',
      message: hasWindow
        ? 'it must not be longer than the window'
        : 'it must not be longer than the threshold',
    });
  }
  return faults;
}
