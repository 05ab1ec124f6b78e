/** Characters that people compare: the prefix with its start, and the end. */
const HEAD = 8;
const TAIL = 4;

/** A long id, shortened in the middle: `run_01JD…7QK4`. @public */
export function shortenId(id: string): string {
  return id.length <= HEAD + TAIL + 3
    ? id
    : `${id.slice(0, HEAD)}…${id.slice(-TAIL)}`;
}
