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

/** A JSON value, line by line, as `JSON.stringify(value, null, 2)` breaks it. @public */
export function jsonLines(value: Json): JsonLine[] {
  const lines: JsonLine[] = [];
  print(value, 0, undefined, false, lines);
  return lines;
}

function print(
  value: Json,
  depth: number,
  key: string | undefined,
  comma: boolean,
  lines: JsonLine[],
) {
  if (value === null || typeof value !== 'object') {
    lines.push({ depth, key, value, comma });
    return;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries: [string | undefined, Json][] = Array.isArray(value)
    ? value.map(item => [undefined, item])
    : Object.entries(value);
  if (entries.length === 0) {
    lines.push({ depth, key, bracket: open + close, comma });
    return;
  }
  lines.push({ depth, key, bracket: open, comma: false });
  entries.forEach(([name, item], index) =>
    print(item, depth + 1, name, index < entries.length - 1, lines),
  );
  lines.push({ depth, bracket: close, comma });
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
