import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '../runs/InvalidInput';

/** Where a page of runs ended. */
export interface RunCursor {
  orderedAt: number;
  id: string;
}

const cursorSchema = z.strictObject({
  o: z.number().int(),
  i: z.string().regex(/^[\w-]{1,40}$/),
  f: z.string(),
});

/** An opaque token that goes on with the same filter only. */
export function encodeCursor(
  { orderedAt, id }: RunCursor,
  filter: unknown,
): string {
  return Buffer.from(
    JSON.stringify({ o: orderedAt, i: id, f: fingerprint(filter) }),
  ).toString('base64url');
}

/** @throws InvalidInput where it is no token, or one of another filter */
export function decodeCursor(token: string, filter: unknown): RunCursor {
  const parsed = cursorSchema.safeParse(parseJson(token));
  if (!parsed.success) throw refused('it is not one that this API gave out');
  if (parsed.data.f !== fingerprint(filter)) {
    throw refused('it belongs to a list with other filters');
  }
  return { orderedAt: parsed.data.o, id: parsed.data.i };
}

function refused(message: string) {
  return new InvalidInput('query', [
    { pointer: '/token', rule: 'cursor', message },
  ]);
}

function parseJson(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function fingerprint(filter: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(filter))
    .digest('base64url')
    .slice(0, 16);
}
