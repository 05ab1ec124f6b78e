import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Asks the system for randomness once for many ids: asking takes longer than all the rest. */
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used];
  used += 1;
  return byte / 256;
}

/** A new id: a ULID behind the name of what it identifies. */
export function newId(kind: string): string {
  return `${kind}_${ulid(undefined, random)}`;
}
