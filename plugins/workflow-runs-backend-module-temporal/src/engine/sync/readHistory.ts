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
  /** Decodes what has to be read of events, in their places; all of them where it is not said. */
  decode?: (events: HistoryEvent[]) => Promise<unknown>;
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
  const { decode = each => namespace.decode(each) } = reading;
  let requests = 0;
  const pages = pagesOf(nextPageToken =>
    namespace.call({ signal }, api =>
      api.getWorkflowExecutionHistory({
        namespace: namespace.name,
        execution,
        maximumPageSize: PAGE,
        nextPageToken,
      }),
    ),
  );
  for await (const events of pages) {
    requests += 1;
    await decode(events);
    history.add(events);
  }
  return requests;
}

async function readBackward(
  reading: HistoryReading,
  from: number,
): Promise<number> {
  const { namespace, execution, history, length, signal } = reading;
  const { decode = each => namespace.decode(each) } = reading;
  let requests = 0;
  const pages = pagesOf(nextPageToken =>
    namespace.call({ signal }, api =>
      api.getWorkflowExecutionHistoryReverse({
        namespace: namespace.name,
        execution,
        maximumPageSize: pageSize(from, length),
        nextPageToken,
      }),
    ),
  );
  for await (const events of pages) {
    requests += 1;
    const unknown = events.filter(({ eventId }) => Number(eventId) >= from);
    await decode(unknown);
    history.add(unknown);
    if (unknown.length < events.length) break;
    if (Number(events.at(-1)?.eventId) === from) break;
  }
  return requests;
}

/** Events, page by page. */
async function* pagesOf(
  ask: (token: Uint8Array | undefined) => Promise<Page>,
): AsyncGenerator<HistoryEvent[]> {
  let token: Uint8Array | undefined;
  do {
    const page = await ask(token);
    yield page.history?.events ?? [];
    token = page.nextPageToken ?? undefined;
  } while (token?.length);
}
