import { randomBytes } from 'node:crypto';
import { Context, context, createContextKey } from '@opentelemetry/api';

// The API makes the same key of the same name, so that copies of this package understand each other.
const TRACE_ID = createContextKey('workflow-runs.trace-id');
const SPAN_ID = createContextKey('workflow-runs.span-id');

/** What generates the ids of spans; the interface of the OpenTelemetry SDK. @public */
export interface SpanIdGenerator {
  /** @returns 32 hexadecimal digits */
  generateTraceId(): string;
  /** @returns 16 hexadecimal digits */
  generateSpanId(): string;
}

const RANDOM: SpanIdGenerator = {
  generateTraceId: () => randomBytes(16).toString('hex'),
  generateSpanId: () => randomBytes(8).toString('hex'),
};

/**
 * Generates ids as any other, except for the spans of runs: these have the ids that the run's page
 * has shown since they started. Only who sets up the OpenTelemetry SDK can choose its generator.
 *
 * @example
 * ```ts
 * // instrumentation.ts, loaded before the backend
 * new NodeSDK({ idGenerator: new RunIdGenerator(), instrumentations: [...] }).start();
 * ```
 * @public
 */
export class RunIdGenerator implements SpanIdGenerator {
  /** @param others - generates the ids of all other spans; random ones by default */
  constructor(private readonly others: SpanIdGenerator = RANDOM) {}

  /** {@inheritDoc SpanIdGenerator.generateTraceId} */
  generateTraceId(): string {
    return wanted(TRACE_ID) ?? this.others.generateTraceId();
  }

  /** {@inheritDoc SpanIdGenerator.generateSpanId} */
  generateSpanId(): string {
    return wanted(SPAN_ID) ?? this.others.generateSpanId();
  }
}

/**
 * A context in which the next span is to have these ids. They are for one span: start it and leave.
 *
 * @public
 */
export function withSpanIds(
  parent: Context,
  ids: { traceId: string; spanId: string },
): Context {
  return parent.setValue(TRACE_ID, ids.traceId).setValue(SPAN_ID, ids.spanId);
}

function wanted(key: symbol): string | undefined {
  return context.active().getValue(key) as string | undefined;
}
