import { z } from 'zod';
import { retentionHoldSchema } from './job';
import { retentionClassSchema } from './policy';

/** What of a run is kept for a time of its own. @public */
export const keptClassSchema = retentionClassSchema.exclude(['audit']);
/** @public */
export type KeptClass = z.infer<typeof keptClassSchema>;

/** How long a run and its parts are kept, as policies say it now. @public */
export const runKeptSchema = z.object({
  classes: z.array(
    z.object({
      class: keptClassSchema,
      /** When it was deleted; null while it is there. */
      deletedAt: z.iso.datetime().nullable(),
      /** When it is going to be, at the next job after that; null while nobody can say. */
      until: z.iso.datetime().nullable(),
    }),
  ),
  /** What keeps it whatever policies say; a run that goes on is held by that. */
  heldBy: z
    .object({
      reason: retentionHoldSchema,
      /** The tag of a legal hold. */
      tag: z.string().nullable(),
    })
    .nullable(),
});
/** @public */
export type RunKept = z.infer<typeof runKeptSchema>;
