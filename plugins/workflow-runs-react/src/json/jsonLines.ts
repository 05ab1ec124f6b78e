import { Json } from 'backstage-plugin-workflow-runs-common';

/** One line of a printed JSON value. @public */
export interface JsonLine {
  depth: number;
  key?: string;
  /** A leaf's value; undefined on a line that opens or closes. */
  value?: null | boolean | number | string;
  bracket?: string;
  comma: boolean;
}

/** An object or array of which some lines are still to come. */
interface Opened {
  value: Json[] | { [key: string]: Json };
  keys: string[] | undefined;
  size: number;
  next: number;
  comma: boolean;
}

/**
 * A JSON value, line by line, as `JSON.stringify(value, null, 2)` breaks it. It goes no further than it is
 * asked to, and does not mind how deep a value is.
 *
 * @param most - so many lines at most
 * @public
 */
export function jsonLines(value: Json, most: number = Infinity): JsonLine[] {
  const lines: JsonLine[] = [];
  const opened: Opened[] = [];
  const print = (item: Json, key: string | undefined, comma: boolean) => {
    const depth = opened.length;
    if (item === null || typeof item !== 'object') {
      lines.push({ depth, key, value: item, comma });
      return;
    }
    const keys = Array.isArray(item) ? undefined : Object.keys(item);
    const size = keys?.length ?? (item as Json[]).length;
    const [open, close] = keys ? '{}' : '[]';
    if (size === 0) {
      lines.push({ depth, key, bracket: open + close, comma });
      return;
    }
    lines.push({ depth, key, bracket: open, comma: false });
    opened.push({ value: item, keys, size, next: 0, comma });
  };
  print(value, undefined, false);
  while (opened.length > 0 && lines.length < most) {
    const last = opened[opened.length - 1];
    if (last.next === last.size) {
      opened.pop();
      lines.push({
        depth: opened.length,
        bracket: last.keys ? '}' : ']',
        comma: last.comma,
      });
    } else {
      const place = last.next;
      last.next += 1;
      const key = last.keys?.[place];
      const item = (last.value as Record<string | number, Json>)[key ?? place];
      print(item, key, last.next < last.size);
    }
  }
  return lines;
}

/**
 * Indexes of the lines whose key or value contains a text, whichever its case.
 *
 * @public
 */
export function findInJson(
  lines: readonly JsonLine[],
  search: string,
): number[] {
  const text = search.trim().toLowerCase();
  if (text === '') return [];
  return lines.flatMap(({ key, value, bracket }, index) => {
    const isThere =
      key?.toLowerCase().includes(text) ||
      (bracket === undefined && String(value).toLowerCase().includes(text));
    return isThere ? [index] : [];
  });
}
