import { z } from 'zod';

/** `workflowRuns.live`. */
export const liveConfigSchema = z.strictObject({
  /** Whether backends on one PostgreSQL tell each other at once, by NOTIFY; they poll in any case. */
  notify: z.boolean().default(true),
});
/** How what happens reaches those who watch. */
export type LiveConfig = z.output<typeof liveConfigSchema>;
