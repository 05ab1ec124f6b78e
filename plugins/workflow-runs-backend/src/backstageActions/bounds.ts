import { Json } from 'backstage-plugin-workflow-runs-common';
import { counted, shortened } from '../exports/wording';

/**
 * An answer is read by a model: what is too long for it costs, and drives out what it had in mind. So every list
 * has room for so many characters of JSON, and what is left out is said.
 */
const ROOM = 8_000;
/** Characters of one message. */
export const MAX_MESSAGE = 1_000;

/** The first items that there is room for; one at least. */
export function fitting<T>(items: readonly T[], room = ROOM): T[] {
  let left = room;
  const end = items.findIndex((item, index) => {
    left -= JSON.stringify(item).length + 1;
    return left < 0 && index > 0;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}

/** The last items that there is room for, in their order. */
export function lastFitting<T>(items: readonly T[], room = ROOM): T[] {
  return fitting([...items].reverse(), room).reverse();
}

/** A value, or how its JSON begins where that is too long. */
export function cutValue(value: Json, room: number): Json {
  const text = JSON.stringify(value);
  if (text.length <= room) return value;
  return `${shortened(text, room)} (${text.length} characters in all)`;
}

/** Says that items are left out, where some are. */
export function leftOut(
  noun: string,
  { shown, all }: { shown: number; all: number },
  instead: string,
): string[] {
  if (shown >= all) return [];
  return [`${counted(all - shown, noun)} of ${all} left out: ${instead}`];
}
