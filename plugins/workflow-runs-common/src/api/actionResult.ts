import { z } from 'zod';
import { jsonSchema, runStatusSchema } from '../model/vocabulary';

/** What became of something that was asked of a run. @public */
export const actionResultSchema = z.object({
  /** `accepted`: the engine has not confirmed it yet; the run's events will tell. */
  status: z.enum(['completed', 'accepted']),
  runId: z.string(),
  newStatus: runStatusSchema,
  message: z.string(),
  /** What an `update` was answered, redacted; absent for who may not read outputs. */
  result: jsonSchema.optional(),
});
/** @public */
export type ActionResult = z.infer<typeof actionResultSchema>;
