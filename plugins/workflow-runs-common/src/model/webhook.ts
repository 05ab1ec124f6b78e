import { z } from 'zod';
import { RunFactType } from './fact';

/**
 * Types of events that webhooks may be told of: what the log records. Progress is not recorded, it is only shown
 * live.
 *
 * @public
 */
export const webhookEventTypes = [
  'run.queued',
  'run.started',
  'run.reopened',
  'run.paused',
  'run.resumed',
  'run.waiting_human',
  'run.canceling',
  'run.completed',
  'run.failed',
  'run.canceled',
  'run.needs_intervention',
  'run.changed',
  'step.started',
  'step.retrying',
  'step.waiting_human',
  'step.validation_failed',
  'step.completed',
  'step.failed',
  'step.skipped',
  'step.canceled',
  'compensation.started',
  'step.compensated',
  'compensation.failed',
  'sla.warning',
  'sla.breached',
  'action.requested',
  'action.completed',
  'action.failed',
  'decision.made',
  'artifact.added',
] as const satisfies readonly RunFactType[];
/** @public */
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** What a webhook is told of where nobody says otherwise. @public */
export const DEFAULT_WEBHOOK_EVENTS = [
  'run.started',
  'run.completed',
  'run.failed',
  'run.waiting_human',
  'run.canceled',
  'step.completed',
  'step.failed',
] as const satisfies readonly WebhookEventType[];

/** Webhooks that there may be: each has a place among those that are delivered to at the same time. @public */
export const MAX_WEBHOOKS = 200;

/** A type of event, or all of them. @public */
export const webhookSubscriptionSchema = z.enum(['*', ...webhookEventTypes]);
/** @public */
export type WebhookSubscription = z.infer<typeof webhookSubscriptionSchema>;

/** Headers that say how a request is to be read, or that are signed: they are not for anybody to set. */
const OUR_HEADERS =
  /^(webhook-.*|host|connection|content-.*|transfer-encoding|keep-alive|upgrade|te|trailer|expect|proxy-.*|user-agent)$/i;

const headerSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'it must be the name of a header')
    .refine(name => !OUR_HEADERS.test(name), {
      error: 'this header is set by the portal',
      params: { rule: 'reserved' },
    }),
  /** Left out where a header keeps the value that it has: it is never shown. */
  value: z
    .string()
    .max(2_000)
    .regex(/^[\x20-\x7e\t]*$/, 'it must have visible ASCII characters')
    .optional(),
});

/** A webhook as it is to be. @public */
export const webhookRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1_000).default(''),
  /** Where events are posted to. */
  url: z.string().trim().min(1).max(2_000),
  eventTypes: z
    .array(webhookSubscriptionSchema)
    .min(1)
    .max(webhookEventTypes.length + 1)
    .transform(types => [...new Set(types)])
    .default([...DEFAULT_WEBHOOK_EVENTS]),
  /** Id of a saved view: only its runs are told of, as it says them now. Null: all runs that the caller may see. */
  viewId: z.string().min(1).max(128).nullable().default(null),
  headers: z
    .array(headerSchema)
    .max(20)
    .refine(
      headers =>
        new Set(headers.map(({ name }) => name.toLowerCase())).size ===
        headers.length,
      { error: 'each header can be set once', params: { rule: 'unique' } },
    )
    .default([]),
  enabled: z.boolean().default(true),
  /** Entity ref of the user or group that is told when it stops; the caller where it is left out. */
  owner: z
    .string()
    .max(512)
    .regex(/^(user|group):[^/\s]+\/[^/\s]+$/i, {
      error: 'it must be user:<namespace>/<name> or group:<namespace>/<name>',
    })
    .optional(),
});
/** @public */
export type WebhookRequest = z.input<typeof webhookRequestSchema>;
/** The same, with defaults filled in. @public */
export type WebhookDraft = z.output<typeof webhookRequestSchema>;

/** A change of a webhook that nobody has changed meanwhile. @public */
export const webhookChangeSchema = webhookRequestSchema.extend({
  /** The version that was changed. */
  version: z.number().int().min(1),
});
/** @public */
export type WebhookChange = z.input<typeof webhookChangeSchema>;

/**
 * How a webhook does. `failing` is one that was not reached lately and is tried again; one that is off says why.
 *
 * @public
 */
export const webhookStateSchema = z.enum([
  'active',
  'failing',
  'off',
  /** The receiver has answered 410: it is gone for good. */
  'gone',
  /** It could not be reached for so long that it was given up. */
  'given_up',
  /** It is too long ago that somebody has said which runs it may tell of. */
  'expired',
]);
/** @public */
export type WebhookState = z.infer<typeof webhookStateSchema>;

/** What became of something that was to be delivered. @public */
export const deliveryStateSchema = z.enum(['pending', 'delivered', 'failed']);
/** @public */
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** A signing secret, without what it is. @public */
export const webhookSecretSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  /** Until when it signs as well; null: it is the one that signs from now on. */
  expiresAt: z.iso.datetime().nullable(),
});

/** A webhook, with how it does. @public */
export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  url: z.string(),
  eventTypes: z.array(z.string()),
  /** The saved view whose runs it tells of, as that was when it was saved; null: all of them. */
  view: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Names of the headers that are sent along: what they say is not shown. */
  headers: z.array(z.string()),
  enabled: z.boolean(),
  state: webhookStateSchema,
  /** Since when it is off, or could not be reached. */
  stateSince: z.iso.datetime().nullable(),
  owner: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedBy: z.string(),
  updatedAt: z.iso.datetime(),
  /** Until when it tells of what its last editor may see; saving it anew begins that anew. */
  trustedUntil: z.iso.datetime(),
  version: z.number().int(),
  /** The newest first. */
  secrets: z.array(webhookSecretSchema),
  lastDelivery: z
    .object({
      at: z.iso.datetime(),
      state: deliveryStateSchema,
      status: z.number().int().nullable(),
    })
    .nullable(),
  /** What is yet to be delivered. */
  pending: z.number().int(),
  /** Attempts of the last 24 hours. */
  lastDay: z.object({
    attempts: z.number().int(),
    failures: z.number().int(),
  }),
});
/** @public */
export type Webhook = z.infer<typeof webhookSchema>;

/** A webhook, and its secret: it is shown once. @public */
export const webhookWithSecretSchema = z.object({
  webhook: webhookSchema,
  /** `whsec_…`; null where the request is a repetition: it was shown then. */
  secret: z.string().nullable(),
});
/** @public */
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

/** A webhook as one chooses it. @public */
export const webhookChoiceSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
});
/** @public */
export type WebhookChoice = z.infer<typeof webhookChoiceSchema>;

/** Something that was or is to be delivered. @public */
export const webhookDeliverySchema = z.object({
  /** The `webhook-id` that the receiver gets, however often it is sent. */
  messageId: z.string(),
  webhookId: z.string(),
  eventType: z.string(),
  runId: z.string().nullable(),
  state: deliveryStateSchema,
  createdAt: z.iso.datetime(),
  /** When it is sent next; null where it has ended. */
  dueAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  attempts: z.number().int(),
  /** What the receiver has answered last; null where it did not. */
  status: z.number().int().nullable(),
  /** Why it was not delivered, or not yet. */
  problem: z.string().nullable(),
});
/** @public */
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

/** One try to deliver something. @public */
export const webhookAttemptSchema = z.object({
  number: z.number().int(),
  at: z.iso.datetime(),
  durationMs: z.number().int(),
  /** Null where there was no answer. */
  status: z.number().int().nullable(),
  /** Why it has failed; null where it has not. */
  problem: z.string().nullable(),
  /** Those of the answer that tell something. */
  responseHeaders: z.record(z.string(), z.string()),
  /** The beginning of what was answered, redacted. */
  responseBody: z.string(),
  /** There was more of it. */
  isCut: z.boolean(),
});
/** @public */
export type WebhookAttempt = z.infer<typeof webhookAttemptSchema>;

/** A delivery with what was sent and what was answered. @public */
export const webhookDeliveryDetailSchema = webhookDeliverySchema.extend({
  /** What is posted, as it is signed. */
  payload: z.string(),
  /** The newest first, 50 at most. */
  history: z.array(webhookAttemptSchema),
});
/** @public */
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetailSchema>;
