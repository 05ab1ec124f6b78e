import type { Json } from 'backstage-plugin-workflow-runs-common';
import type { Question, QuestionKind } from './questions';

/** What was typed, as a value; or why it is none. */
export type Read = { value: Json | undefined } | { problem: string };

/** Reads what was typed; nothing is left out where that may be. */
export function readAnswer(
  { kind, isRequired }: Pick<Question, 'kind' | 'isRequired'>,
  text: string,
): Read {
  // A secret may begin or end with a blank.
  const typed = kind.type === 'secret' ? text : text.trim();
  if (typed === '') {
    return isRequired ? { problem: 'It is required' } : { value: undefined };
  }
  return readAs(kind, typed);
}

function readAs(kind: QuestionKind, typed: string): Read {
  switch (kind.type) {
    case 'number':
      return readNumber(typed);
    case 'list':
      return readList(typed, kind.of);
    case 'json':
      try {
        return { value: JSON.parse(typed) };
      } catch (error) {
        return { problem: `It is no JSON: ${(error as Error).message}` };
      }
    default:
      return { value: typed };
  }
}

function readNumber(typed: string): Read {
  const value = Number(typed);
  return Number.isFinite(value)
    ? { value }
    : { problem: `'${typed}' is no number` };
}

function readList(typed: string, of: 'text' | 'number'): Read {
  const parts = typed
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
  if (of === 'text') return { value: parts };
  const numbers = parts.map(readNumber);
  const wrong = numbers.find(each => 'problem' in each);
  return (
    wrong ?? { value: numbers.map(each => (each as { value: number }).value) }
  );
}

/** What is said of an answer before it is given: `1, 2`, `{"a":1}`. */
export function asTyped(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every(each => typeof each !== 'object')) {
    return value.join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether the input has something at that place. */
export function isGiven(input: Json, path: readonly string[]): boolean {
  return valueAt(input, path) !== undefined;
}

function valueAt(input: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value[name]
        : undefined,
    input,
  );
}

/** The input with an answer at its place. */
export function withAnswer(
  input: Record<string, Json>,
  [name, ...rest]: readonly string[],
  answer: Json,
): Record<string, Json> {
  const before = input[name];
  const inner =
    typeof before === 'object' && before !== null && !Array.isArray(before)
      ? before
      : {};
  return {
    ...input,
    [name]: rest.length === 0 ? answer : withAnswer(inner, rest, answer),
  };
}
