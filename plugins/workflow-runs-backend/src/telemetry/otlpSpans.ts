import { ProviderError } from 'backstage-plugin-workflow-runs-node';
import { TraceSpan } from 'backstage-plugin-workflow-runs-common';
import { z } from 'zod';

/** 64 bits, which JSON has as text; a number that JSON could not hold exactly is refused. */
const nanoseconds = z.union([
  z.string().regex(/^\d{1,20}$/),
  z.number().int().nonnegative().transform(String),
]);

const spanSchema = z.object({
  spanId: z.string(),
  parentSpanId: z.string().nullish(),
  name: z.string().default(''),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  status: z
    .object({ code: z.union([z.string(), z.number()]).optional() })
    .nullish(),
});

const scopeSchema = z.object({ spans: z.array(spanSchema).default([]) });

const resourceSpansSchema = z.array(
  z.object({
    resource: z
      .object({
        attributes: z
          .array(
            z.object({
              key: z.string(),
              value: z.object({ stringValue: z.string().optional() }),
            }),
          )
          .default([]),
      })
      .nullish(),
    scopeSpans: z.array(scopeSchema).nullish(),
    /** Its name before OTLP 0.15. */
    instrumentationLibrarySpans: z.array(scopeSchema).nullish(),
  }),
);

/** `batches` is Tempo's name for what OTLP calls `resourceSpans`; its API v2 puts that into `trace`. */
const answerSchema = z.union([
  z.object({ batches: resourceSpansSchema }).transform(each => each.batches),
  z
    .object({ resourceSpans: resourceSpansSchema })
    .transform(each => each.resourceSpans),
  z
    .object({
      trace: z.object({ resourceSpans: resourceSpansSchema.default([]) }),
    })
    .transform(each => each.trace.resourceSpans),
]);

/** @throws ProviderError where it is no trace of OTLP */
export function otlpSpans(answer: unknown): Omit<TraceSpan, 'url'>[] {
  const { success, data } = answerSchema.safeParse(answer);
  if (!success) {
    throw new ProviderError('malformed', 'It answered what is no trace');
  }
  return data.flatMap(({ resource, ...scopes }) => {
    const service = resource?.attributes.find(
      ({ key }) => key === 'service.name',
    );
    const groups = scopes.scopeSpans ?? scopes.instrumentationLibrarySpans;
    return (groups ?? []).flatMap(({ spans }) =>
      spans.map(span => toSpan(span, service?.value.stringValue ?? '')),
    );
  });
}

function toSpan(span: z.infer<typeof spanSchema>, service: string) {
  const start = BigInt(span.startTimeUnixNano);
  const end = BigInt(span.endTimeUnixNano);
  return {
    id: toHex(span.spanId),
    parentId: span.parentSpanId ? toHex(span.parentSpanId) : null,
    name: span.name,
    service,
    startNs: String(start),
    // Clocks of two machines may differ.
    durationNs: String(end > start ? end - start : 0n),
    status: statusOf(span.status?.code),
  };
}

/** OTLP writes ids in hex, and Tempo in base64, as it writes all bytes. */
function toHex(id: string): string {
  if (/^[0-9a-f]{16}$/i.test(id)) return id.toLowerCase();
  const bytes = Buffer.from(id, 'base64');
  return bytes.length === 8 ? bytes.toString('hex') : id;
}

function statusOf(code: string | number | undefined): TraceSpan['status'] {
  if (code === 2 || code === 'STATUS_CODE_ERROR') return 'error';
  return code === 1 || code === 'STATUS_CODE_OK' ? 'ok' : 'unset';
}
