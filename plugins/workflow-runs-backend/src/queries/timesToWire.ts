import {
  Json,
  StepWait,
  WaitingFor,
} from 'backstage-plugin-workflow-runs-common';
import { toIso } from '../database/time';

/** Fields of facts that hold a time; those that end with `Ms` are spans. */
const TIMES: ReadonlySet<string> = new Set([
  'askedAt',
  'dueAt',
  'likelyAt',
  'retryAt',
  'since',
  'slaDueAt',
  'until',
]);
/** Objects within facts that hold times of their own. Others are what people and handlers have said. */
const WITH_TIMES: ReadonlySet<string> = new Set(['sla', 'waitingFor']);

/** What a fact says, with times as the API writes them; facts tell epoch milliseconds. */
export function payloadToWire(
  payload: Record<string, Json>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(payload).map(([field, value]) => {
      const isObject = value !== null && typeof value === 'object';
      return [
        field,
        WITH_TIMES.has(field) && isObject
          ? timesToWire(value as Record<string, Json>)
          : timeToWire(field, value),
      ];
    }),
  );
}

/** What a step waits for, as the API shows it. */
export function waitToWire(waitingFor: WaitingFor): StepWait {
  return timesToWire(waitingFor as unknown as Record<string, Json>) as StepWait;
}

function timesToWire(value: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      timeToWire(field, inner),
    ]),
  );
}

function timeToWire(field: string, value: Json): Json {
  return TIMES.has(field) && typeof value === 'number' ? toIso(value) : value;
}
