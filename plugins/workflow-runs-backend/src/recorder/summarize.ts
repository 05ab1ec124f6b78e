import { Json, PayloadSummary } from 'backstage-plugin-workflow-runs-common';

const MAX_FIELDS = 20;
const MAX_TEXT = 100;

/** Stands for what has no room, as the name of a field that no value of ours has. */
const MORE = '…';

/**
 * A value in few words, for lists: the fields of an object as they are where they are short, and of what is
 * nested how large it is. It is made of what is redacted already. Null where there is nothing to say.
 */
export function summarize(value: Json): PayloadSummary | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return inFewWords(value);
  }
  const fields = Object.entries(value);
  const shown = fields
    .slice(0, MAX_FIELDS)
    .map(([name, field]) => [cut(name), inFewWords(field)]);
  const left = fields.length - shown.length;
  return Object.fromEntries(
    left > 0 ? [...shown, [MORE, counted(left, 'more field')]] : shown,
  );
}

function inFewWords(value: Json) {
  if (typeof value === 'string') return cut(value);
  if (value === null || typeof value !== 'object') return value;
  return Array.isArray(value)
    ? `[${counted(value.length, 'item')}]`
    : `{${counted(Object.keys(value).length, 'field')}}`;
}

/** Not in the middle of a character. */
function cut(text: string): string {
  return text.length <= MAX_TEXT
    ? text
    : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function counted(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? '' : 's'}`;
}
