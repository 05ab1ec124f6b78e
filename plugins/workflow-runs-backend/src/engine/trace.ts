import { createHash } from 'node:crypto';

/** An attempt, as its span names it. */
export interface AttemptPlace {
  runId: string;
  generation: number;
  step: string;
  /** −1 for a step that is no item of a fan-out. */
  item: number;
  attempt: number;
}

/*
 * Ids of OpenTelemetry that are functions of what they stand for: they can be stored and linked to
 * before the first span is exported, and every backend comes to the same ones.
 */

/** 32 hexadecimal digits: the trace of one passage of a run. */
export function traceIdOf(runId: string, generation: number): string {
  return digest(`${runId}/${generation}`, 16);
}

/** 16 hexadecimal digits: the span of one passage of a run. */
export function runSpanIdOf(runId: string, generation: number): string {
  return digest(`${runId}/${generation}`, 8);
}

/** 16 hexadecimal digits: the span of an attempt. */
export function attemptSpanIdOf(place: AttemptPlace): string {
  const { runId, step, item, generation, attempt } = place;
  return digest([runId, step, item, generation, attempt].join('/'), 8);
}

/** The header of W3C Trace Context. */
export function traceparentOf(span: {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}): string {
  return `00-${span.traceId}-${span.spanId}-${span.isSampled ? '01' : '00'}`;
}

function digest(text: string, bytes: number): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * bytes);
}
