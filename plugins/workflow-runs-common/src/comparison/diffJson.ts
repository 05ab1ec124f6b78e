import type { Json } from '../model/vocabulary';

/** One difference between two values: what is at a place in the one, and what in the other. @public */
export interface JsonChange {
  /** JSON Pointer (RFC 6901) of the place; empty for the value as a whole. */
  pointer: string;
  kind: 'added' | 'removed' | 'changed';
  /** Null where it was added. */
  a: Json;
  /** Null where it was removed. */
  b: Json;
}

/** Differences, as far as they were looked for. @public */
export interface JsonDiff {
  changes: JsonChange[];
  /** There are more. */
  truncated: boolean;
}

/** More than anybody reads. */
const MAX_CHANGES = 500;

/** What is at a place of both, with the path to it from within outwards; undefined: nothing is. */
interface Pair {
  path: Path | null;
  a: Json | undefined;
  b: Json | undefined;
}
interface Path {
  key: string | number;
  above: Path | null;
}
type Nested = Json[] | { [key: string]: Json };

/**
 * What has to be done to `a`, change by change in their order, to make it `b`. Fields are compared by
 * name and items by index, each once, so that it takes as long as the values are large; an item that was
 * put in before others makes all of those differ.
 *
 * @public
 */
export function diffJson(a: Json, b: Json): JsonDiff {
  const changes: JsonChange[] = [];
  // A stack of its own: how deep values are nested is for those who wrote them to say.
  const open: Pair[] = [{ path: null, a, b }];
  for (let next = open.pop(); next; next = open.pop()) {
    const parts = partsOf(next);
    for (let index = parts.length - 1; index >= 0; index--) {
      open.push(parts[index]);
    }
    if (parts.length > 0 || areEqual(next)) continue;
    if (changes.length === MAX_CHANGES) return { changes, truncated: true };
    changes.push(toChange(next));
  }
  return { changes, truncated: false };
}

/** Where both are arrays, or both objects, what differs is in their parts. */
function partsOf({ path, a, b }: Pair): Pair[] {
  if (!isNested(a) || !isNested(b)) return [];
  if (Array.isArray(a)) {
    return Array.isArray(b) ? partsOfArrays(path, a, b) : [];
  }
  if (Array.isArray(b)) return [];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].map(key => ({
    path: { key, above: path },
    a: Object.hasOwn(a, key) ? a[key] : undefined,
    b: Object.hasOwn(b, key) ? b[key] : undefined,
  }));
}

/** What is removed goes from the end on, or the places of the others would move. */
function partsOfArrays(above: Path | null, a: Json[], b: Json[]): Pair[] {
  const parts: Pair[] = [];
  const part = (key: number) =>
    parts.push({ path: { key, above }, a: a[key], b: b[key] });
  const common = Math.min(a.length, b.length);
  for (let key = 0; key < common; key++) part(key);
  for (let key = a.length - 1; key >= common; key--) part(key);
  for (let key = common; key < b.length; key++) part(key);
  return parts;
}

function isNested(value: Json | undefined): value is Nested {
  return typeof value === 'object' && value !== null;
}

/** Of what has no parts: two empty arrays, or two empty objects, are equal too. */
function areEqual({ a, b }: Pair): boolean {
  if (!isNested(a) || !isNested(b)) return a === b;
  return Array.isArray(a) === Array.isArray(b);
}

function toChange({ path, a, b }: Pair): JsonChange {
  const pointer = pointerOf(path);
  if (a === undefined) return { pointer, kind: 'added', a: null, b: b! };
  if (b === undefined) return { pointer, kind: 'removed', a, b: null };
  return { pointer, kind: 'changed', a, b };
}

function pointerOf(path: Path | null): string {
  const segments: string[] = [];
  for (let at = path; at; at = at.above) {
    segments.push(
      `/${String(at.key).replace(/~/g, '~0').replace(/\//g, '~1')}`,
    );
  }
  return segments.reverse().join('');
}
