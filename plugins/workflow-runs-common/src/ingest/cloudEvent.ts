import { z } from 'zod';
import { jsonSchema } from '../model/vocabulary';

/** What a sender wraps an event in: CloudEvents 1.0. Attributes beside these are of no matter here. @public */
export const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(512),
  type: z.string().min(1).max(256),
  /** When it happened: events are not taken in the order in which they come. */
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z
    .string()
    .regex(/^application\/([\w.-]+\+)?json\b/, 'must be a kind of JSON')
    .optional(),
  data: jsonSchema,
});
/** @public */
export type CloudEvent = z.infer<typeof cloudEventSchema>;
