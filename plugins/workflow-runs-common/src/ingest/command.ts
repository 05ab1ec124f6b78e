import { z } from 'zod';
import { runActionSchema } from '../model/vocabulary';

/** What can be asked of an engine elsewhere, where its source says that it can do it. @public */
export const ingestActionSchema = runActionSchema.extract([
  'pause',
  'resume',
  'cancel',
  'retry',
  'force',
]);
/** @public */
export type IngestAction = z.infer<typeof ingestActionSchema>;

const time = z.iso.datetime();

/** Something that is asked of an engine elsewhere, as it is told of it. @public */
export const ingestCommandSchema = z.object({
  /** The same however often it is told of; the answer names it. */
  id: z.string(),
  action: ingestActionSchema,
  /** The run, by the engine's own id. */
  run: z.object({ id: z.string(), namespace: z.string() }),
  /** Of the run, when it was asked. */
  generation: z.number().int(),
  /** Null where it is asked of the whole run. */
  step: z.string().nullable(),
  /** What becomes of the step; null but for `force`. */
  to: z.enum(['skip', 'complete', 'fail']).nullable(),
  reason: z.string().nullable(),
  /** Who asks, as an entity ref or the subject of a service. */
  askedBy: z.string(),
  askedAt: time,
  /** After that nobody waits for the answer any more: it is not to be carried out. */
  expiresAt: time,
});
/** @public */
export type IngestCommand = z.infer<typeof ingestCommandSchema>;

/** What an engine says to a command. @public */
export const ingestAnswerSchema = z.strictObject({
  /** `accepted`: it is on it, and will answer again, or tell of a run that has done it. */
  outcome: z.enum(['accepted', 'completed', 'refused', 'failed']),
  /** Why, where nothing comes of it. */
  message: z.string().min(1).max(1_000).optional(),
});
/** @public */
export type IngestAnswer = z.infer<typeof ingestAnswerSchema>;
