import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  KeyObject,
  randomBytes,
} from 'node:crypto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { Unreadable } from './Unreadable';

/** A configured key; the first of a list is the active one. */
export interface SealingKey {
  id: string;
  secret: string;
}

/** A data key as it is stored: wrapped by a configured key. */
export interface WrappedKey {
  keyId: string;
  content: Buffer;
}

/** What a sealed value belongs to; it opens nowhere else. */
export interface SealedPlace {
  runId: string;
  step: string;
  item: number;
  kind: string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what an engine needs to resume: AES-256-GCM with a data key for each run, which is
 * wrapped by a key from the configuration. Deleting the wrapped key shreds the run's values.
 */
export class Sealer {
  readonly #wrapping: Map<string, Buffer>;
  readonly #active: string;
  /** Made once for each run that is under way: it takes longer than to encrypt a value. */
  readonly #keyObjects = new WeakMap<Buffer, KeyObject>();

  constructor(keys: SealingKey[]) {
    if (keys.length === 0)
      throw new Error('At least one encryption key is needed');
    this.#active = keys[0].id;
    this.#wrapping = new Map(
      keys.map(({ id, secret }) => [
        id,
        Buffer.from(
          hkdfSync('sha256', secret, '', 'workflow-runs/data-keys', 32),
        ),
      ]),
    );
  }

  newDataKey(runId: string): { key: Buffer; wrapped: WrappedKey } {
    const key = randomBytes(32);
    return { key, wrapped: this.#wrap(runId, key) };
  }

  /** Which key wraps new data keys. */
  get activeKeyId(): string {
    return this.#active;
  }

  /** The keys that are configured, the active one among them. */
  get keyIds(): string[] {
    return [...this.#wrapping.keys()];
  }

  /** @throws Unreadable where the key that wraps it is no longer configured, or it was changed */
  unwrap(runId: string, wrapped: WrappedKey): Buffer {
    const { keyId, content } = wrapped;
    const wrapping = this.#wrapping.get(keyId);
    if (!wrapping) {
      throw new Unreadable(
        `Its values are sealed with key '${keyId}', which workflowRuns.encryption.keys does not hold`,
      );
    }
    try {
      return decrypt(this.#keyObject(wrapping), content, `data-key/${runId}`);
    } catch {
      throw new Unreadable(
        `Its values are sealed with key '${keyId}', but not with the secret that workflowRuns.encryption.keys holds for it`,
      );
    }
  }

  /**
   * Wraps a data key with the active key, whichever wraps it now.
   *
   * @throws Unreadable where it cannot be unwrapped
   */
  rewrap(runId: string, wrapped: WrappedKey): WrappedKey {
    return this.#wrap(runId, this.unwrap(runId, wrapped));
  }

  seal(key: Buffer, place: SealedPlace, value: Json): Buffer {
    return encrypt(
      this.#keyObject(key),
      Buffer.from(JSON.stringify(value)),
      nameOf(place),
    );
  }

  /** @throws Unreadable where the value was changed, or belongs elsewhere */
  open(key: Buffer, place: SealedPlace, content: Buffer): Json {
    try {
      return JSON.parse(
        decrypt(this.#keyObject(key), content, nameOf(place)).toString(),
      );
    } catch {
      // What a parser or cipher has to say could quote the value.
      throw new Unreadable(
        `Its sealed ${place.kind}${
          place.step && ` of step '${place.step}'`
        } is damaged`,
      );
    }
  }

  #wrap(runId: string, key: Buffer): WrappedKey {
    const wrapping = this.#wrapping.get(this.#active)!;
    return {
      keyId: this.#active,
      content: encrypt(this.#keyObject(wrapping), key, `data-key/${runId}`),
    };
  }

  #keyObject(key: Buffer): KeyObject {
    let keyObject = this.#keyObjects.get(key);
    if (!keyObject) {
      keyObject = createSecretKey(key);
      this.#keyObjects.set(key, keyObject);
    }
    return keyObject;
  }
}

function nameOf({ runId, step, item, kind }: SealedPlace): string {
  return `${kind}/${runId}/${step}/${item}`;
}

function encrypt(key: KeyObject, plain: Buffer, name: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(
    Buffer.from(name),
  );
  const content = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), content]);
}

function decrypt(key: KeyObject, sealed: Buffer, name: string): Buffer {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    key,
    sealed.subarray(0, IV_BYTES),
    // Content that was cut must not pass with a shorter tag.
    { authTagLength: TAG_BYTES },
  )
    .setAAD(Buffer.from(name))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]);
}
