import { z } from 'zod';
import { runEventSchema } from './fact';
import {
  artifactSchema,
  attemptSchema,
  humanDecisionSchema,
  logLineSchema,
  operatorActionSchema,
  payloadSchema,
  runSchema,
  runStateSchema,
  stepSchema,
} from './run';

/** What a trace says that it is; another number is another shape. @public */
export const TRACE_SCHEMA = 'workflow-runs.io/trace/v1';

/** A run in a file: without what depends on who reads it. @public */
export const exportedRunSchema = runSchema.omit({ allowedActions: true });
/** @public */
export type ExportedRun = z.infer<typeof exportedRunSchema>;

/** A file that a run has made, and where its content is. @public */
export const exportedArtifactSchema = artifactSchema.extend({
  /** Asks for the credentials of whoever fetches it. */
  contentUrl: z.string(),
});
/** @public */
export type ExportedArtifact = z.infer<typeof exportedArtifactSchema>;

/** A part of a trace that the file does not hold, or not all of. @public */
export const traceOmissionSchema = z.object({
  part: z.string(),
  reason: z.string(),
});
/** @public */
export type TraceOmission = z.infer<typeof traceOmissionSchema>;

/** All that is known of one run, as a file. @public */
export const runTraceSchema = z.object({
  schema: z.literal(TRACE_SCHEMA),
  exportedAt: z.iso.datetime(),
  run: exportedRunSchema,
  states: z.array(runStateSchema),
  steps: z.array(stepSchema),
  attempts: z.array(attemptSchema),
  decisions: z.array(humanDecisionSchema),
  actions: z.array(operatorActionSchema),
  events: z.array(runEventSchema),
  payloads: z.array(payloadSchema),
  artifacts: z.array(exportedArtifactSchema),
  logs: z.array(logLineSchema),
  omitted: z.array(traceOmissionSchema),
});
/** @public */
export type RunTrace = z.infer<typeof runTraceSchema>;
