import { PayloadReader } from '../payloads';
import { HistoryEvent } from './protobuf';

/** In which headers the interceptors of SDKs put the context of a trace. */
const HEADERS = ['_tracer-data', 'traceparent'];
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** The W3C trace that a run belongs to, by what its headers say. */
export function traceIdOf(
  started: HistoryEvent,
  reader: PayloadReader,
): string | undefined {
  const fields =
    started.workflowExecutionStartedEventAttributes?.header?.fields ?? {};
  for (const name of HEADERS) {
    if (!fields[name]) continue;
    const said = reader.read(fields[name]);
    const text =
      typeof said === 'object' && said !== null && !Array.isArray(said)
        ? said.traceparent
        : said;
    const traceId =
      typeof text === 'string' ? TRACEPARENT.exec(text)?.[1] : undefined;
    // No trace is all zeros.
    if (traceId && !/^0+$/.test(traceId)) return traceId;
  }
  return undefined;
}
