import type { Detail, Output } from './Output';

/** Shows an object as the API has it: each field with its name in words, what is nested in one line of JSON. */
export function showObject(
  output: Output,
  object: object,
  options: { without?: readonly string[] } = {},
): void {
  const details = Object.entries(object)
    .filter(([name]) => !options.without?.includes(name))
    .map(([name, value]): Detail => [toWords(name), toText(value)]);
  output.details(details);
}

/** `updatedAt` → `updated at`. */
function toWords(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const isPlain = value.every(each => typeof each !== 'object');
    return isPlain
      ? value.join(', ')
      : value.map(each => JSON.stringify(each)).join('\n');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
