import { Json } from 'backstage-plugin-workflow-runs-common';

/** Lists this deep may be too long to be written as one text; what is in them is not. */
const DEPTH = 3;

/** Bytes of a value as JSON, however many they are. */
export function jsonBytes(value: Json, depth = DEPTH): number {
  if (value === null || typeof value !== 'object' || depth === 0) {
    return Buffer.byteLength(JSON.stringify(value));
  }
  const separators = (count: number) => 2 + Math.max(0, count - 1);
  if (Array.isArray(value)) {
    return value.reduce<number>(
      (sum, item) => sum + jsonBytes(item, depth - 1),
      separators(value.length),
    );
  }
  const entries = Object.entries(value);
  return entries.reduce(
    (sum, [key, item]) => sum + jsonBytes(key) + 1 + jsonBytes(item, depth - 1),
    separators(entries.length),
  );
}

/**
 * The beginning of a value: of its lists and objects, what comes before so many bytes of JSON are
 * reached. A text is never cut in two, for a secret may be in it.
 */
export function beginningOf(value: Json, bytes: number): Json {
  let left = bytes;
  const visit = (part: Json): Json => {
    if (part === null || typeof part !== 'object') {
      left -= jsonBytes(part) + 1;
      return part;
    }
    left -= 2;
    if (Array.isArray(part)) {
      const items: Json[] = [];
      for (const item of part) {
        if (left <= 0) break;
        items.push(visit(item));
      }
      return items;
    }
    const fields: [string, Json][] = [];
    for (const [key, item] of Object.entries(part)) {
      if (left <= 0) break;
      left -= jsonBytes(key) + 1;
      fields.push([key, visit(item)]);
    }
    return Object.fromEntries(fields);
  };
  return visit(value);
}
