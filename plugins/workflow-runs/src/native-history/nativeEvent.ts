import { Json } from 'backstage-plugin-workflow-runs-common';

/** An event of an engine, as far as a list shows it. */
export interface NativeEvent {
  id: string | null;
  /** ISO 8601. */
  at: string | null;
  type: string | null;
  /** All of it, as the engine has written it. */
  value: Json;
}

/** Names that engines use, likeliest first. */
const ID = ['eventId', 'id', 'sequence', 'number'];
const AT = ['eventTime', 'time', 'timestamp', 'occurredAt', 'at'];
const TYPE = ['eventType', 'type', 'name', 'kind'];

/** What engines write differs; what cannot be read is left to the details. */
export function readNativeEvent(value: Json): NativeEvent {
  const fields =
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? value
      : {};
  const first = (names: readonly string[]) =>
    names
      .filter(name => Object.hasOwn(fields, name))
      .map(name => textOf(fields[name]))
      .find(text => text !== null) ?? null;
  return { id: first(ID), at: timeOf(first(AT)), type: first(TYPE), value };
}

/** Events that contain a text anywhere, whatever its case. */
export function findEvents(
  events: readonly NativeEvent[],
  text: string,
): NativeEvent[] {
  const wanted = text.toLowerCase();
  return events.filter(({ value }) =>
    JSON.stringify(value).toLowerCase().includes(wanted),
  );
}

function textOf(value: Json): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** A number is epoch milliseconds. */
function timeOf(text: string | null): string | null {
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
