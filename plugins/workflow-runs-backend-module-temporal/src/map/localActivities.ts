import { Json } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import {
  durationOf,
  EventType,
  eventTimeOf,
  HistoryEvent,
  Payload,
} from './protobuf';

/** What a marker says of a local activity: it is written once that has ended. */
export interface LocalActivity {
  type: string;
  attempt: number;
  startedAt: number | undefined;
  endedAt: number;
  result: Payload | undefined;
}

type Record = { [name: string]: Json };

/** A local activity, as the SDKs of the core (TypeScript, Python, .NET, Ruby), of Java and of Go write it. */
export function localActivityOf(
  event: HistoryEvent,
  reader: PayloadReader,
): LocalActivity | undefined {
  if (event.eventType !== EventType.EVENT_TYPE_MARKER_RECORDED)
    return undefined;
  const { markerName, details } = event.markerRecordedEventAttributes ?? {};
  if (markerName !== 'core_local_activity' && markerName !== 'LocalActivity') {
    return undefined;
  }
  const read = (name: string): Json =>
    reader.readAll(details?.[name])[0] ?? null;
  const said: Record = { ...record(read('data')), ...record(read('meta')) };
  const type =
    said.activity_type ?? said.ActivityType ?? (read('type') as Json);
  const endedAt = eventTimeOf(event);
  const startedAt = instant(said.original_schedule_time ?? said.firstSkd);
  const completedAt = instant(said.complete_time);
  const isBehind =
    startedAt !== undefined && startedAt > 0 && startedAt <= endedAt;
  return {
    type: typeof type === 'string' && type ? type : 'local activity',
    attempt: count(said.attempt ?? said.Attempt ?? said.atpt),
    startedAt: isBehind ? startedAt : undefined,
    // The core counts from the begin of its workflow task, so its word may lie before the start.
    endedAt:
      isBehind && completedAt !== undefined && completedAt >= startedAt
        ? Math.min(completedAt, endedAt)
        : endedAt,
    result: details?.result?.payloads?.[0],
  };
}

function record(value: Json): Record {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

function count(value: Json | undefined): number {
  const isCount = typeof value === 'number' && Number.isInteger(value);
  return isCount ? Math.min(Math.max(value, 1), 10_000) : 1;
}

/** Seconds and nanoseconds of the core, or milliseconds of Java. */
function instant(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Math.round(value);
  const { seconds, nanos } = record(value ?? null);
  if (typeof seconds !== 'number') return undefined;
  return Math.round(
    durationOf({ seconds, nanos: typeof nanos === 'number' ? nanos : 0 }),
  );
}
