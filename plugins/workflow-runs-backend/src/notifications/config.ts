import { z } from 'zod';

/** What users tell apart in their settings; they are stable. */
export const TOPICS = [
  'run-failed',
  'validation-failed',
  'waiting-for-human',
  'sla-at-risk',
  'sla-breached',
  'needs-intervention',
  'failure-group-new',
  'alert',
] as const;
export type Topic = (typeof TOPICS)[number];

const isOn = z.boolean().default(true);

export const notificationsSchema = z.strictObject({
  enabled: isOn,
  /** Whether runs that make up for the past call anybody. */
  backfills: z.boolean().default(false),
  /** Whether it is said as well when something is over. */
  resolutions: isOn,
  perMinute: z.number().int().min(1).max(1_000).default(60),
  topics: z
    .strictObject(
      Object.fromEntries(TOPICS.map(topic => [topic, isOn])) as Record<
        Topic,
        typeof isOn
      >,
    )
    .prefault({}),
});
export type NotificationsConfig = z.infer<typeof notificationsSchema>;
