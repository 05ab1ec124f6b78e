import { z } from 'zod';

/**
 * What came of asking a tool outside: it does not know, does not answer, not in time, does not let the
 * portal read, answers what cannot be read or too much, or cannot be asked for such a run.
 *
 * @public
 */
export const telemetryOutcomeSchema = z.enum([
  'found',
  'missing',
  'down',
  'slow',
  'forbidden',
  'malformed',
  'too_large',
  'unaskable',
]);
/** @public */
export type TelemetryOutcome = z.infer<typeof telemetryOutcomeSchema>;

/** Nanoseconds as decimal digits: a number would lose the last ones. */
const nanoseconds = z.string().regex(/^\d{1,20}$/);

const source = z.object({
  /** Name of the tool. */
  provider: z.string(),
  outcome: telemetryOutcomeSchema,
  /** What went wrong, in a sentence; null where nothing did. */
  message: z.string().nullable(),
  /** There is more than is shown. */
  isCut: z.boolean(),
});

/** A span of a run's trace, as a tracing tool knows it. @public */
export const traceSpanSchema = z.object({
  id: z.string(),
  /** Null, or the id of a span that may be missing here. */
  parentId: z.string().nullable(),
  name: z.string(),
  service: z.string(),
  /** Since the epoch. */
  startNs: nanoseconds,
  durationNs: nanoseconds,
  status: z.enum(['unset', 'ok', 'error']),
  /** Where the tool shows it. */
  url: z.string().nullable(),
});
/** @public */
export type TraceSpan = z.infer<typeof traceSpanSchema>;

/** What one tracing tool knows of a run's trace. @public */
export const traceSourceSchema = source.extend({
  /** In the order in which they started. */
  spans: z.array(traceSpanSchema),
});
/** @public */
export type TraceSource = z.infer<typeof traceSourceSchema>;

/** A log line that was written about a run, and that a tool outside keeps. @public */
export const externalLogLineSchema = z.object({
  /** Since the epoch. */
  atNs: nanoseconds,
  message: z.string(),
  /** Where it comes from, by names of the tool. */
  labels: z.record(z.string(), z.string()),
});
/** @public */
export type ExternalLogLine = z.infer<typeof externalLogLineSchema>;

/** What one log store knows of a run. @public */
export const logSourceSchema = source.extend({
  /** Oldest first. */
  lines: z.array(externalLogLineSchema),
});
/** @public */
export type LogSource = z.infer<typeof logSourceSchema>;
