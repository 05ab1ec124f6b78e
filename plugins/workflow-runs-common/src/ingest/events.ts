import { z } from 'zod';
import { stepProgressSchema } from '../model/run';
import {
  jsonSchema,
  logLevelSchema,
  skipReasonSchema,
  stepErrorSchema,
  stepTypeSchema,
  triggerTypeSchema,
} from '../model/vocabulary';
import { ingestAnswerSchema } from './command';

const step = z.string().min(1).max(128);
const number = z.number().int().min(1).max(10_000).default(1);
const about = {
  /** The run that it is about, by the engine's own id. */
  run: z.strictObject({
    id: z.string().min(1).max(256),
    namespace: z.string().min(1).max(128).default('default'),
  }),
  /** Which passage of the run; grows when an ended run is opened again. */
  generation: z.number().int().min(0).max(99).default(0),
  /** The engine's own word for how the run, or the step, is now. */
  nativeStatus: z.string().min(1).max(64).optional(),
};
const run = {
  ...about,
  workflow: z
    .strictObject({
      name: z.string().min(1).max(128),
      title: z.string().min(1).max(256).optional(),
      version: z.string().min(1).max(100).optional(),
    })
    .optional(),
  triggerType: triggerTypeSchema.optional(),
  triggeredBy: z.string().max(512).optional(),
  businessEventId: z.string().min(1).max(256).optional(),
  tags: z.array(z.string().min(1).max(128)).max(50).default([]),
};
const ofStep = { ...about, step };

/** Addresses that a browser may be sent to: no script, no file of the reader's machine. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'must begin with https:// or http://' })
  .max(2_048)
  .refine(url => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'must hold no name and no password',
  });

/** A file that a run has made, and that stays where it is. @public */
export const artifactReferenceSchema = z.strictObject({
  name: z.string().min(1).max(256),
  contentType: z.string().min(1).max(128).default('application/octet-stream'),
  bytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  /** `sha256:` and the digest in hex. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  url: webAddress,
});
/** @public */
export type ArtifactReference = z.infer<typeof artifactReferenceSchema>;

/**
 * The data of our own event types, which tell what the CDEvents vocabulary has no words for. When it happened is the
 * `time` of the event.
 *
 * @public
 */
export const ingestEventSchemas = {
  'io.workflowruns.run.queued.v1': z.strictObject(run),
  'io.workflowruns.run.started.v1': z.strictObject(run),
  'io.workflowruns.run.paused.v1': z.strictObject({
    ...about,
    reason: z.string().max(500).optional(),
  }),
  'io.workflowruns.run.waiting.v1': z.strictObject(about),
  'io.workflowruns.run.resumed.v1': z.strictObject(about),
  'io.workflowruns.run.finished.v1': z.strictObject({
    ...run,
    outcome: z.enum(['completed', 'failed', 'canceled']),
    error: stepErrorSchema.optional(),
  }),
  'io.workflowruns.step.planned.v1': z.strictObject({
    ...ofStep,
    name: z.string().min(1).max(256).optional(),
    type: stepTypeSchema.exclude(['compensation']).optional(),
    /** Edges: the steps before it. */
    dependsOn: z.array(step).max(200).default([]),
  }),
  'io.workflowruns.step.skipped.v1': z.strictObject({
    ...ofStep,
    reason: skipReasonSchema.default('condition'),
  }),
  'io.workflowruns.step.progressed.v1': z.strictObject({
    ...ofStep,
    ...stepProgressSchema.partial().shape,
  }),
  'io.workflowruns.step.reported.v1': z.strictObject({
    ...ofStep,
    report: jsonSchema,
  }),
  'io.workflowruns.step.logged.v1': z.strictObject({
    ...ofStep,
    attempt: number,
    level: logLevelSchema.default('info'),
    message: z.string().max(16_000),
    fields: z.record(z.string(), jsonSchema).optional(),
  }),
  'io.workflowruns.attempt.started.v1': z.strictObject({
    ...ofStep,
    attempt: number,
    name: z.string().min(1).max(256).optional(),
  }),
  'io.workflowruns.attempt.finished.v1': z.strictObject({
    ...ofStep,
    attempt: number,
    outcome: z.enum(['completed', 'failed', 'canceled', 'lost']),
    error: stepErrorSchema.optional(),
    /** The engine is about to try again by itself. */
    willRetry: z.boolean().optional(),
  }),
  'io.workflowruns.artifact.added.v1': z.strictObject({
    ...ofStep,
    attempt: number,
    artifact: artifactReferenceSchema,
  }),
  'io.workflowruns.command.answered.v1': z.strictObject({
    /** Of a command that was asked of the engine. */
    command: z.string().min(1).max(40),
    ...ingestAnswerSchema.shape,
  }),
} as const;
/** A type of event of our own. @public */
export type IngestEventType = keyof typeof ingestEventSchemas;
