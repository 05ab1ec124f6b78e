import {
  defaultPayloadConverter,
  Payload,
  PayloadCodec,
  PayloadConverter,
} from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CallOptions,
  TemporalApi,
  TemporalCluster,
} from '../client/TemporalApi';
import { decodePayloads, PayloadReader } from '../payloads';

type Payloads = temporal.api.common.v1.IPayloads;

/** A namespace as it is asked, and how payloads of its executions are read and written. */
export class TemporalNamespace {
  readonly #codecs: readonly PayloadCodec[];
  /** Has the codec decode again what it has decoded last. */
  #again: (() => Promise<unknown>) | undefined;

  constructor(
    private readonly options: {
      cluster: TemporalCluster;
      name: string;
      codecs: readonly PayloadCodec[];
      /** Of the integrator. */
      converter?: PayloadConverter;
    },
  ) {
    this.#codecs = options.codecs.map(codec => ({
      encode: payloads => codec.encode(payloads),
      decode: async payloads => {
        // Of itself: payloads are decoded in their places.
        const sample = payloads.slice(0, 1).map(payload => ({ ...payload }));
        const decoded = await codec.decode(payloads);
        this.#again = () => codec.decode(sample);
        return decoded;
      },
    }));
  }

  /** Whether what was decoded before can be decoded now: then the codec is there, whatever else it fails at. */
  async canDecode(): Promise<boolean> {
    try {
      await this.#again?.();
      return this.#again !== undefined;
    } catch {
      return false;
    }
  }

  get name(): string {
    return this.options.name;
  }

  /** Asks something about the namespace. */
  call<T>(
    options: Omit<CallOptions, 'namespace'>,
    ask: (api: TemporalApi) => Promise<T>,
  ): Promise<T> {
    const { cluster, name } = this.options;
    return cluster.call({ ...options, namespace: name }, ask);
  }

  reader(): PayloadReader {
    return PayloadReader.create(this.options.converter);
  }

  /** Decodes the payloads in a message that is nobody else's, in their places. */
  decode<T extends object | null | undefined>(message: T): Promise<T> {
    return decodePayloads(message, this.#codecs);
  }

  /** What was answered: nothing, a value, or several. */
  async read(payloads: Payloads | null | undefined): Promise<Json> {
    const values = this.reader().readAll(await this.decode(payloads));
    return values.length > 1 ? values : values[0] ?? null;
  }

  async write(values: readonly Json[]): Promise<Payloads> {
    const { converter = defaultPayloadConverter } = this.options;
    let payloads = values.map(value => converter.toPayload(value) as Payload);
    for (const codec of this.#codecs) payloads = await codec.encode(payloads);
    return { payloads };
  }
}
