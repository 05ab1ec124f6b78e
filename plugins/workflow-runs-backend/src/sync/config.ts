import { z } from 'zod';

const seconds = (fallback: number, least = 1) =>
  z.number().min(least).max(86_400).default(fallback);

/** `workflowRuns.sync`. */
export const syncConfigSchema = z.strictObject({
  enabled: z.boolean().default(true),
  staleSeconds: seconds(10, 2),
  waitMs: z.number().int().min(0).max(10_000).default(1_500),
  openSeconds: seconds(30),
  windowSeconds: seconds(60),
  overlapSeconds: seconds(120, 0),
  backfillDays: z.number().min(0).max(3_650).default(30),
  driftHours: z.number().min(0).max(720).default(24),
  timeoutSeconds: seconds(30, 0.1),
});
/** How often engines elsewhere are asked for their runs. */
export type SyncConfig = z.infer<typeof syncConfigSchema>;
