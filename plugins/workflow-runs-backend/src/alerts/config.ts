import { z } from 'zod';

/** `workflowRuns.alerts` */
export const alertsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** How often rules are evaluated. */
  intervalSeconds: z.number().int().min(5).max(3_600).default(60),
});
export type AlertsConfig = z.infer<typeof alertsSchema>;
