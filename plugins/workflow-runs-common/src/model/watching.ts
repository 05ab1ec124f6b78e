import { z } from 'zod';

/** Who hears of a run. @public */
export const watchingSchema = z.object({
  /** Whether the reader does. */
  watching: z.boolean(),
  /** How many users do. */
  watchers: z.number().int().nonnegative(),
});
/** @public */
export type Watching = z.infer<typeof watchingSchema>;
