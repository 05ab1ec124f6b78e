import { z } from 'zod';

/** The part `webhooks` of the configuration. */
export const webhooksConfigSchema = z.strictObject({
  /** Whether this backend delivers; what is to be delivered is kept all the same. */
  enabled: z.boolean().default(true),
  /** Hosts that may be called wherever they are; see `AllowList`. */
  allow: z.array(z.string().min(1).max(256)).max(200).default([]),
  timeoutSeconds: z.number().min(0.1).max(30).default(10),
  /** Requests to one receiver at the same time. */
  concurrency: z.number().int().min(1).max(32).default(4),
  /** Requests to one receiver. */
  perSecond: z.number().min(0.1).max(10_000).default(50),
  /** A receiver that has taken nothing for so long is given up. */
  giveUpDays: z.number().min(1).max(30).default(3),
  /** How long what was delivered can be looked at, and delivered again. */
  keepDays: z.number().int().min(2).max(365).default(14),
});
/** How webhooks are delivered. */
export type WebhooksConfig = z.infer<typeof webhooksConfigSchema>;
