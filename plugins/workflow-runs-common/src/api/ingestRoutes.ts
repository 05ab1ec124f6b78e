import { z } from 'zod';
import { ingestAnswerSchema, ingestCommandSchema } from '../ingest/command';
import { jsonSchema } from '../model/vocabulary';
import { permissionNames } from '../permissions/permissions';
import { route } from './route';

/** Events that one request may bring. @public */
export const MAX_INGESTED_EVENTS = 1_000;

/** What has become of one event. @public */
export const ingestResultSchema = z.object({
  /** Of the event, where it says one. */
  id: z.string().nullable(),
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  /** The status that the event alone would have been answered with. */
  status: z.number().int(),
  /** JSON pointer into the event; null where it is not rejected. */
  field: z.string().nullable(),
  rule: z.string().nullable(),
  message: z.string().nullable(),
});
/** @public */
export type IngestResult = z.infer<typeof ingestResultSchema>;

/** The routes by which engines elsewhere tell of their runs. @public */
export const ingestRoutes = {
  ingestEvents: route({
    method: 'post',
    path: '/ingest/events',
    summary:
      'Take in CloudEvents about runs that live elsewhere; one result for each, in their order',
    permissions: [permissionNames.runIngest],
    /** One event, or a list of them. */
    body: jsonSchema,
    accepts: [
      'application/json',
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
    ],
    result: z.object({ results: z.array(ingestResultSchema) }),
    servicesOnly: true,
  }),
  listIngestCommands: route({
    method: 'get',
    path: '/ingest/commands',
    summary:
      'What is asked of the runs of a source, oldest first, until it is answered or nobody waits for it any more',
    permissions: [permissionNames.runIngest],
    query: z.strictObject({
      /** As events of it say it. */
      source: z.string().min(1).max(512),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    result: z.object({ items: z.array(ingestCommandSchema) }),
    servicesOnly: true,
  }),
  answerIngestCommand: route({
    method: 'post',
    path: '/ingest/commands/:commandId/answer',
    summary: 'Say what comes of a command',
    permissions: [permissionNames.runIngest],
    params: z.strictObject({ commandId: z.string().min(1).max(40) }),
    body: ingestAnswerSchema,
    result: z.object({ answered: z.boolean() }),
    servicesOnly: true,
  }),
};
