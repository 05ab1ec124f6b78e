import {
  historyToJSON,
  JSONPayload,
  JSONToPayload,
} from '@temporalio/common/lib/proto-utils';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { NativeHistoryPage } from 'backstage-plugin-workflow-runs-node';
import { PayloadReader } from '../../payloads';
import { Asking } from './asking';

/** Events that Temporal gives at most with one call. */
const MAX_PAGE = 256;

/** A page of a history as `temporal workflow show -o json` writes it: payloads are what they say, where that can be read. */
export async function nativeHistory(
  { namespace, execution, signal }: Asking,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<NativeHistoryPage> {
  const page = await namespace.call({ signal }, api =>
    api.getWorkflowExecutionHistory({
      namespace: namespace.name,
      execution,
      maximumPageSize: Math.min(limit, MAX_PAGE),
      nextPageToken: cursor ? Buffer.from(cursor, 'base64') : undefined,
    }),
  );
  const events = await namespace.decode(page.history?.events ?? []);
  const { events: written = [] } = JSON.parse(historyToJSON({ events }));
  const reader = namespace.reader();
  return {
    events: written.map((event: Json) => readable(event, reader)),
    nextCursor: page.nextPageToken?.length
      ? Buffer.from(page.nextPageToken).toString('base64')
      : null,
  };
}

function readable(value: Json, reader: PayloadReader): Json {
  if (Array.isArray(value)) return value.map(each => readable(each, reader));
  if (typeof value !== 'object' || value === null) return value;
  if (isPayload(value)) return read(value, reader);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      readable(each as Json, reader),
    ]),
  );
}

/** What cannot be read stays as it is recorded: whoever has the key can. */
function read(written: JSONPayload, reader: PayloadReader): Json {
  const before = reader.undecodable;
  const value = reader.read(JSONToPayload(written));
  return reader.undecodable > before ? (written as Json) : value;
}

function isPayload(value: object): value is JSONPayload {
  const { metadata } = value as JSONPayload;
  return typeof metadata?.encoding === 'string';
}
