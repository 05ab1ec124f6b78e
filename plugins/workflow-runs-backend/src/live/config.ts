import { z } from 'zod';

/** `workflowRuns.live`. */
export const liveConfigSchema = z.strictObject({
  /** Whether backends on one PostgreSQL tell each other at once, by NOTIFY; they poll in any case. */
  notify: z.boolean().default(true),
  /** Whether users who ask for it get hints by Backstage's signals. */
  signals: z.boolean().default(true),
  /** Runs and workflows of which one user may want hints at a time. */
  subscriptions: z.number().int().min(1).max(10_000).default(200),
});
/** How what happens reaches those who watch. */
export type LiveConfig = z.output<typeof liveConfigSchema>;
