import { ProviderError } from 'backstage-plugin-workflow-runs-node';
import { TraceSpan } from 'backstage-plugin-workflow-runs-common';
import { z } from 'zod';

/** Whole microseconds: exact, for they stay below 2⁵³ until the year 2255. */
const microseconds = z.number().int().nonnegative();

const spanSchema = z.object({
  traceID: z.string(),
  spanID: z.string(),
  operationName: z.string(),
  references: z
    .array(
      z.object({
        refType: z.string(),
        traceID: z.string(),
        spanID: z.string(),
      }),
    )
    .nullish(),
  startTime: microseconds,
  duration: microseconds,
  tags: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
  processID: z.string().nullish(),
});

/** What the query service of Jaeger answers to `/api/traces/{traceID}`. */
const answerSchema = z.object({
  data: z
    .array(
      z.object({
        spans: z.array(spanSchema),
        processes: z.record(z.string(), z.object({ serviceName: z.string() })),
      }),
    )
    .nullable(),
});

/** @throws ProviderError where it is no answer of Jaeger */
export function jaegerSpans(answer: unknown): Omit<TraceSpan, 'url'>[] {
  const { success, data } = answerSchema.safeParse(answer);
  if (!success) {
    throw new ProviderError('malformed', 'It answered what is no trace');
  }
  return (data.data ?? []).flatMap(({ spans, processes }) =>
    spans.map(span => ({
      id: span.spanID,
      parentId: parentOf(span),
      name: span.operationName,
      service: processes[span.processID ?? '']?.serviceName ?? '',
      startNs: toNanoseconds(span.startTime),
      durationNs: toNanoseconds(span.duration),
      status: statusOf(span),
    })),
  );
}

/** A span can follow from several; only one of its own trace that it is a child of is its parent. */
function parentOf({ traceID, references }: z.infer<typeof spanSchema>) {
  const parent = references?.find(
    each => each.refType === 'CHILD_OF' && each.traceID === traceID,
  );
  return parent?.spanID ?? null;
}

function statusOf({ tags }: z.infer<typeof spanSchema>): TraceSpan['status'] {
  const valueOf = (key: string) => tags?.find(tag => tag.key === key)?.value;
  const code = valueOf('otel.status_code');
  const error = valueOf('error');
  if (code === 'ERROR' || error === true || error === 'true') return 'error';
  return code === 'OK' ? 'ok' : 'unset';
}

function toNanoseconds(value: number): string {
  return String(BigInt(value) * 1_000n);
}
