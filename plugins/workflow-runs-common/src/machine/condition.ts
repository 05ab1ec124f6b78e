import type { Condition, Mapping, Operand } from '../definition/values';
import type { Json } from '../model/vocabulary';

/** The values that conditions may refer to. @public */
export interface ConditionValues {
  input: Json;
  /** Outputs of completed steps, by step key. */
  outputs: Readonly<Record<string, Json>>;
  /** The item's value, in a fan-out. */
  item?: Json;
}

/**
 * Evaluates a condition over the run's values.
 *
 * A reference is a JSON pointer (RFC 6901). One that leads nowhere exists not, equals nothing (so
 * `ne` holds), is in nothing, and compares false. `eq`, `ne` and `in` compare deeply, whatever the
 * order of an object's keys. `gt`, `gte`, `lt`, `lte` order two numbers, or two strings by UTF-16
 * code units; between any other values all four are false.
 *
 * @public
 */
export function evaluate(
  condition: Condition,
  values: ConditionValues,
): boolean {
  const value = (operand: Operand) => resolve(operand, values);
  const compare = (
    [left, right]: [Operand, Operand],
    holds: (order: number) => boolean,
  ) => {
    const order = compareValues(value(left), value(right));
    return order !== undefined && holds(order);
  };

  if ('eq' in condition)
    return isSame(value(condition.eq[0]), value(condition.eq[1]));
  if ('ne' in condition)
    return !isSame(value(condition.ne[0]), value(condition.ne[1]));
  if ('gt' in condition) return compare(condition.gt, order => order > 0);
  if ('gte' in condition) return compare(condition.gte, order => order >= 0);
  if ('lt' in condition) return compare(condition.lt, order => order < 0);
  if ('lte' in condition) return compare(condition.lte, order => order <= 0);
  if ('exists' in condition) return value(condition.exists) !== undefined;
  if ('in' in condition) {
    const [needle, hay] = condition.in.map(value);
    return Array.isArray(hay) && hay.some(item => isSame(item, needle));
  }
  if ('and' in condition)
    return condition.and.every(part => evaluate(part, values));
  if ('or' in condition)
    return condition.or.some(part => evaluate(part, values));
  return !evaluate(condition.not, values);
}

/** The keys of the steps whose outputs a condition, a mapping or an operand reads. @public */
export function stepsReferredTo(read: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (typeof value === 'object' && value !== null) {
      const reference = (value as { $ref?: unknown }).$ref;
      const match =
        typeof reference === 'string' &&
        /^\/steps\/([^/]+)\//.exec(`${reference}/`);
      if (match) found.add(match[1]);
      else Object.values(value).forEach(visit);
    }
  };
  visit(read);
  return [...found];
}

/** Fills a mapping in; what leads nowhere is null. @public */
export function fillIn(
  mapping: Mapping,
  values: ConditionValues,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(mapping).map(([field, operand]) => [
      field,
      resolve(operand, values) ?? null,
    ]),
  );
}

/** The value of an operand; undefined where its reference leads nowhere. @public */
export function resolve(
  operand: Operand,
  values: ConditionValues,
): Json | undefined {
  if (!isReference(operand)) return operand;
  const [root, ...path] = operand.$ref
    .slice(1)
    .split('/')
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (root === 'input') return follow(values.input, path);
  if (root === 'item') {
    return values.item === undefined ? undefined : follow(values.item, path);
  }
  const [step, , ...rest] = path;
  return Object.hasOwn(values.outputs, step)
    ? follow(values.outputs[step], rest)
    : undefined;
}

function isReference(operand: Operand): operand is { $ref: string } {
  return (
    typeof operand === 'object' &&
    operand !== null &&
    !Array.isArray(operand) &&
    typeof operand.$ref === 'string'
  );
}

function follow(start: Json, path: string[]): Json | undefined {
  let at: Json | undefined = start;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) {
      return undefined;
    }
    // An array's own `length` is none of its values.
    if (Array.isArray(at) && part === 'length') return undefined;
    at = (at as Record<string, Json>)[part];
  }
  return at;
}

function compareValues(
  a: Json | undefined,
  b: Json | undefined,
): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  return undefined;
}

/** Without recursion: what a step has put out may be nested deeper than the stack is. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const open: [Json, Json][] = [[a, b]];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [left, right] = pair;
    if (left === right) continue;
    if (!isContainer(left) || !isContainer(right)) return false;
    if (Array.isArray(left) !== Array.isArray(right)) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(right, key)) return false;
      open.push([left[key], right[key]]);
    }
  }
  return true;
}

function isContainer(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null;
}
