import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInput } from '../runs/InvalidInput';
import { Signer } from '../sealing/Signer';
import { ListPlace } from './list/RunList';

const placeSchema = z.strictObject({
  g: z.number().int(),
  k: z.number().int(),
  i: z.string(),
  f: z.number().int().optional(),
});

/** Where a page of a list ended. */
export interface CursorPlace extends ListPlace {
  /**
   * Where the list begins that says `since`, in epoch milliseconds: the time at which its first page was
   * asked for decides it for all pages, or the list would move while it is read.
   */
  from?: number;
}

/** Makes opaque tokens of places in a list, good for the list that they were given out for. */
export class Cursors {
  constructor(private readonly signer: Signer) {}

  /** @param list - what the list asks for, but for where it begins and how long a page is */
  encode({ group, key, id, from }: CursorPlace, list: unknown): string {
    const place = Buffer.from(
      JSON.stringify({ g: group, k: key, i: id, f: from }),
    );
    const encoded = place.toString('base64url');
    return `${encoded}.${this.signer.sign(signed(encoded, list))}`;
  }

  /** @throws InvalidInput where it was not given out here, or for another list */
  decode(token: string, list: unknown): CursorPlace {
    const [encoded, signature = ''] = token.split('.');
    if (!this.signer.verify(signed(encoded, list), signature)) {
      throw new InvalidInput('query', [
        {
          pointer: '/token',
          rule: 'cursor',
          message:
            'it must be the nextToken of a page of this list, with the same filters and order',
        },
      ]);
    }
    const { g, k, i, f } = placeSchema.parse(
      JSON.parse(Buffer.from(encoded, 'base64url').toString()),
    );
    return { group: g, key: k, id: i, ...(f === undefined ? {} : { from: f }) };
  }
}

function signed(encoded: string, list: unknown): string {
  const fingerprint = createHash('sha256').update(JSON.stringify(list));
  return `${encoded}.${fingerprint.digest('base64url')}`;
}
