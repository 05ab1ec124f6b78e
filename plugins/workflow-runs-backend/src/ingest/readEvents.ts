import { Request } from 'express';
import { MAX_INGESTED_EVENTS } from 'backstage-plugin-workflow-runs-common';
import { cleanText } from '../privacy/Redactor';
import { InvalidInput } from '../runs/InvalidInput';

/** Attributes of CloudEvents in binary mode travel as headers that begin so. */
const PREFIX = 'ce-';

/**
 * The events of a request, by the HTTP binding of CloudEvents 1.0: a batch, one event, or one whose attributes are
 * headers. Plain JSON is read as what it looks like.
 *
 * @throws InvalidInput where it is none of these, or too many
 */
export function readEvents(request: Request, body: unknown): unknown[] {
  const attributes = headersOf(request);
  if (attributes) return [{ ...attributes, data: body }];
  const type = request.headers['content-type'] ?? '';
  if (type.includes('cloudevents-batch') && !Array.isArray(body)) {
    throw refused('invalid_type', 'it must be a list of events', 400);
  }
  const events = Array.isArray(body) ? body : [body];
  if (events.length === 0) {
    throw refused('too_small', 'it must hold at least one event', 400);
  }
  if (events.length > MAX_INGESTED_EVENTS) {
    throw refused(
      'too_many',
      `it must hold at most ${MAX_INGESTED_EVENTS} events`,
      413,
    );
  }
  return events;
}

function headersOf(request: Request): Record<string, string> | undefined {
  if (request.headers['ce-specversion'] === undefined) return undefined;
  const attributes = Object.entries(request.headers)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [
      name.slice(PREFIX.length),
      // Values are percent-encoded where they are no visible ASCII.
      decoded(String(value)),
    ]);
  return Object.fromEntries(attributes);
}

function decoded(value: string): string {
  try {
    // As in the JSON of a body: what no database stores means nothing.
    return cleanText(decodeURIComponent(value));
  } catch {
    return value;
  }
}

function refused(rule: string, message: string, statusCode: number) {
  const error = new InvalidInput('body', [{ pointer: '', rule, message }]);
  return Object.assign(error, { statusCode });
}
