import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SealingKey } from './Sealer';

const MAC_BYTES = 16;

/**
 * Signs what the API gives out and takes back, so that nobody else can make it. What an earlier key
 * has signed is good for as long as that key is configured.
 */
export class Signer {
  readonly #keys: Buffer[];

  /** @param purpose - what is signed; a signature for one purpose is none for another */
  constructor(keys: SealingKey[], purpose: string) {
    this.#keys = keys.map(({ secret }) =>
      Buffer.from(
        hkdfSync('sha256', secret, '', `workflow-runs/sign/${purpose}`, 32),
      ),
    );
  }

  sign(text: string): string {
    return macOf(this.#keys[0], text).toString('base64url');
  }

  /** Takes as long whatever the signature is. */
  verify(text: string, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    return (
      given.length === MAC_BYTES &&
      this.#keys.some(key => timingSafeEqual(macOf(key, text), given))
    );
  }
}

function macOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES);
}
