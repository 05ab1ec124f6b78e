import { Json } from 'backstage-plugin-workflow-runs-common';
import { isTooDeep, plainJson } from './plainJson';
import { Payload, PayloadConverter } from './temporalCommon';

/** Bytes of a payload that is shown; of what is larger its size is. */
const MAX_BYTES = 262_144;

/**
 * Reads payloads as JSON. It never throws: what cannot be read says so in its place, by its encoding and size. Codecs
 * have been applied before (`decodePayloads`).
 */
export class PayloadReader {
  readonly #converter: PayloadConverter | undefined;
  readonly #undecodable = new Set<Payload>();

  /** @param converter - of the integrator; what it cannot read is tried by the standard encodings */
  static create(converter?: PayloadConverter): PayloadReader {
    return new PayloadReader(converter);
  }

  private constructor(converter?: PayloadConverter) {
    this.#converter = converter;
  }

  /** How many of the payloads that were asked for could not be read. */
  get undecodable(): number {
    return this.#undecodable.size;
  }

  read(payload: Payload): Json {
    const bytes = payload.data?.length ?? 0;
    if (bytes > MAX_BYTES) return { tooLarge: { bytes } };
    const value = this.#convert(payload) ?? standard(payload);
    if (value !== undefined) return value;
    this.#undecodable.add(payload);
    return { undecodable: { encoding: encodingOf(payload), bytes } };
  }

  readAll(
    payloads: { payloads?: Payload[] | null } | null | undefined,
  ): Json[] {
    return (payloads?.payloads ?? []).map(payload => this.read(payload));
  }

  /** A text that is shown as a name; undefined where there is none. */
  readText(payload: Payload | null | undefined): string | undefined {
    if (!payload) return undefined;
    const text = this.read(payload);
    return typeof text === 'string' && text.trim() !== ''
      ? text.trim()
      : undefined;
  }

  /** What the converter of the integrator makes of it; its errors may quote what they could not read. */
  #convert(payload: Payload): Json | undefined {
    if (!this.#converter) return undefined;
    try {
      return plainJson(this.#converter.fromPayload(payload));
    } catch {
      return undefined;
    }
  }
}

function encodingOf({ metadata }: Payload): string {
  const encoding = metadata?.encoding;
  if (!encoding) return 'none';
  return Buffer.from(encoding).toString('utf8').slice(0, 100);
}

function standard(payload: Payload): Json | undefined {
  const data = Buffer.from(payload.data ?? []);
  switch (encodingOf(payload)) {
    case 'binary/null':
      return null;
    case 'binary/plain':
      // Nobody can redact what is in them.
      return { binary: { bytes: data.length } };
    case 'json/plain':
    case 'json/protobuf':
      return parsed(data.toString('utf8'));
    default:
      return undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
