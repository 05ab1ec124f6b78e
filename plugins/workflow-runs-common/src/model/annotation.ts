import { z } from 'zod';

/** A note that somebody has left at a run. @public */
export const annotationSchema = z.object({
  id: z.string(),
  runId: z.string(),
  /** Entity ref of a user, or subject of a service. */
  author: z.string(),
  /** Redacted. */
  note: z.string(),
  createdAt: z.iso.datetime(),
});
/** @public */
export type Annotation = z.infer<typeof annotationSchema>;
