import {
  CloudEvent,
  cloudEventSchema,
  isDeeperThan,
  MAX_DEPTH,
} from 'backstage-plugin-workflow-runs-common';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { EventRefused } from './EventRefused';
import { IngestEngine } from './IngestEngine';
import { EventName, SEEN_MS } from './SeenEvents';
import { Told, toSnapshot } from './toSnapshot';

/** Bytes of JSON that one event may have. */
const MAX_EVENT_BYTES = 64 * 1024;
/** How far the clock of a sender may be ahead. */
const AHEAD_MS = 86_400_000;

/** An event that may be taken in. */
export interface Fitting {
  name: EventName;
  instance: EngineInstance;
  told: Told;
}

/**
 * Checks an event by itself: its shape, whose it is, and when it was.
 *
 * @param subject - the service that sends it
 * @throws EventRefused
 */
export function fitEvent(
  event: unknown,
  subject: string,
  { engine, now }: { engine: IngestEngine; now: number },
): Fitting {
  if (isDeeperThan(event, MAX_DEPTH)) {
    throw new EventRefused(
      '',
      'too_deep',
      `an event is nested ${MAX_DEPTH} levels deep at most`,
    );
  }
  const parsed = cloudEventSchema.safeParse(event);
  if (!parsed.success) throw EventRefused.fromIssue(parsed.error.issues[0]);
  const { id, source } = parsed.data;
  const instance = engine.instanceFor(subject, source);
  if (!instance) {
    throw new EventRefused(
      '/source',
      'not_yours',
      'you may not send events of this source: see workflowRuns.ingest.sources',
      403,
    );
  }
  demandTime(parsed.data, now);
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
    throw new EventRefused(
      '',
      'too_large',
      `an event has at most ${MAX_EVENT_BYTES} bytes`,
      413,
    );
  }
  return { name: { source, id }, instance, told: toSnapshot(parsed.data) };
}

function demandTime({ time }: CloudEvent, now: number): void {
  const age = now - Date.parse(time);
  // It may look like a time, and be none: `+99:99`.
  if (Number.isNaN(age)) {
    throw new EventRefused('/time', 'invalid_format', 'there is no such time');
  }
  if (age > SEEN_MS) {
    throw new EventRefused('/time', 'too_old', 'it is older than 14 days');
  }
  if (age < -AHEAD_MS) {
    throw new EventRefused('/time', 'in_future', 'it is more than a day ahead');
  }
}
