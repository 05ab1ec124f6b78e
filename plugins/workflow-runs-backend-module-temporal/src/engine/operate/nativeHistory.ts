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

/** Of payloads that whoever has the key can read, and nobody else. */
const ENCRYPTED = /^binary\/encrypted/;
const PAYLOAD_FIELDS: readonly string[] = ['metadata', 'data'];

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

/**
 * What is encrypted stays as it is recorded. Of anything else that cannot be read the bytes are left out: it may say
 * in them what is to be redacted.
 */
function read(written: JSONPayload, reader: PayloadReader): Json {
  const payload = JSONToPayload(written);
  const before = reader.undecodable;
  const value = reader.read(payload);
  const isUnread = reader.undecodable > before;
  const encoding = Buffer.from(payload.metadata?.encoding ?? []).toString();
  return isUnread && ENCRYPTED.test(encoding) ? (written as Json) : value;
}

function isPayload(value: object): value is JSONPayload {
  const { metadata, data } = value as JSONPayload;
  const hasNoEncoding =
    typeof data === 'string' &&
    Object.keys(value).every(field => PAYLOAD_FIELDS.includes(field));
  return typeof metadata?.encoding === 'string' || hasNoEncoding;
}
