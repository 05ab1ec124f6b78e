import { temporal } from '@temporalio/proto';
import { HistoryEvent, RunHistory } from '../../map';
import { Execution } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';

/** Events that Temporal gives at most with one call. */
const PAGE = 256;

interface Page {
  history?: temporal.api.history.v1.IHistory | null;
  nextPageToken?: Uint8Array | null;
}

/** A history, and how to read on in it. */
export interface HistoryReading {
  namespace: TemporalNamespace;
  execution: Execution;
  history: RunHistory;
  /** Events that there are, where it is known. */
  length?: number;
  signal: AbortSignal;
}

/**
 * Reads what is not known of a history yet. Temporal reads from either end and not from the middle: what is new is read
 * backwards, until something known.
 *
 * @returns calls that it took
 */
export async function readHistory(reading: HistoryReading): Promise<number> {
  const { history, length = Infinity } = reading;
  const { nextEventId } = history;
  if (nextEventId <= 1) return readForward(reading);
  if (nextEventId > length) return 0;
  return readBackward(reading, nextEventId);
}

/** No more than there is to read, where that is known. */
function pageSize(from: number, length: number = Infinity): number {
  return Math.min(PAGE, length - from + 1);
}

async function readForward(reading: HistoryReading): Promise<number> {
  const { namespace, execution, history, signal } = reading;
  let nextPageToken: Uint8Array | null | undefined;
  let requests = 0;
  do {
    requests += 1;
    const page: Page = await namespace.call({ signal }, api =>
      api.getWorkflowExecutionHistory({
        namespace: namespace.name,
        execution,
        maximumPageSize: PAGE,
        nextPageToken,
      }),
    );
    history.add(await eventsOf(namespace, page));
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length);
  return requests;
}

async function readBackward(
  reading: HistoryReading,
  from: number,
): Promise<number> {
  const { namespace, execution, history, signal } = reading;
  let nextPageToken: Uint8Array | null | undefined;
  let requests = 0;
  let first: number;
  do {
    requests += 1;
    const page: Page = await namespace.call({ signal }, api =>
      api.getWorkflowExecutionHistoryReverse({
        namespace: namespace.name,
        execution,
        maximumPageSize: pageSize(from, reading.length),
        nextPageToken,
      }),
    );
    const events = (page.history?.events ?? []).filter(
      event => Number(event.eventId) >= from,
    );
    await namespace.decode(events);
    history.add(events);
    first = Number(page.history?.events?.at(-1)?.eventId ?? 0);
    nextPageToken = page.nextPageToken;
  } while (first > from && nextPageToken?.length);
  return requests;
}

async function eventsOf(
  namespace: TemporalNamespace,
  { history }: Page,
): Promise<HistoryEvent[]> {
  return namespace.decode(history?.events ?? []);
}
