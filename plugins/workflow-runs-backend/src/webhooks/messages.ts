import { Json } from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';
import { payloadToWire } from '../queries/timesToWire';
import { LogEvent } from '../readers/LogEvent';

/** What a receiver is told of the run that an event is of. */
export interface MessageRun {
  id: string;
  /** `<engine>/<name>` */
  workflow: string;
  title: string;
  tenantId: string;
  environment: string;
}

/**
 * What is posted of an event, as Standard Webhooks has it: a type, a time, and what there is to tell. What the log
 * holds was redacted when it was recorded.
 */
export function payloadOf(event: LogEvent, run: MessageRun): string {
  return bodyOf(event.type, event.occurredAt, {
    run: { ...run },
    number: event.number,
    position: event.position,
    generation: event.generation,
    step: event.stepKey,
    item: event.itemIndex < 0 ? null : event.itemIndex,
    attempt: event.attempt,
    recordedAt: toIso(event.recordedAt),
    details: payloadToWire(event.payload),
  });
}

/** What is posted of anything. */
export function bodyOf(
  type: string,
  at: number,
  told: Record<string, Json>,
): string {
  return JSON.stringify({ type, timestamp: toIso(at), data: told });
}
