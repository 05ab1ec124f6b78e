import { Payload, PayloadCodec } from '@temporalio/common';
import {
  JSONPayload,
  JSONToPayload,
  payloadToJSON,
} from '@temporalio/common/lib/proto-utils';
import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { z } from 'zod';
import { ClusterConfig } from '../config/schema';

const answerSchema = z.object({
  payloads: z.array(
    z.object({
      metadata: z.record(z.string(), z.string()).nullish(),
      data: z.string().nullish(),
    }),
  ),
});

/** The codec server cannot be asked now: what is read without it would stay unread. */
export class CodecAway extends EngineAway {}

/** The codec server has failed, at these payloads or at all. */
export class CodecFailed extends CodecAway {}

/**
 * Asks a codec server, as Temporal's own screens do.
 *
 * @see https://docs.temporal.io/remote-data-encoding
 */
export class RemoteCodec implements PayloadCodec {
  constructor(
    private readonly options: NonNullable<ClusterConfig['codec']>,
    private readonly namespace: string,
  ) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    return this.#ask('encode', payloads);
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return this.#ask('decode', payloads);
  }

  /**
   * @throws CodecAway where it does not answer; CodecFailed where it says that it has failed
   * @throws Error where it refuses these payloads
   */
  async #ask(
    what: 'encode' | 'decode',
    payloads: readonly Payload[],
  ): Promise<Payload[]> {
    if (payloads.length === 0) return [];
    const body = { payloads: payloads.map(payloadToJSON) };
    const response = await this.#post(what, JSON.stringify(body));
    if (!response.ok) {
      await response.body?.cancel();
      throw refusalOf(response.status);
    }
    const parsed = answerSchema.safeParse(
      await response.json().catch(() => undefined),
    );
    if (!parsed.success || parsed.data.payloads.length !== payloads.length) {
      throw new CodecAway('The codec server has answered something else');
    }
    return parsed.data.payloads.map(payload =>
      JSONToPayload(payload as JSONPayload),
    );
  }

  async #post(what: string, body: string): Promise<Response> {
    const { endpoint, headers, timeoutSeconds } = this.options;
    try {
      return await fetch(`${endpoint}/${what}`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'x-namespace': this.namespace,
        },
        body,
        // What it is sent, and the headers with it, are for this server.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutSeconds * 1_000),
      });
    } catch (error) {
      throw new CodecAway(`The codec server does not answer: ${error}`);
    }
  }
}

/** What a codec server answers to payloads that it cannot read, or of which there are too many. */
const REFUSALS: readonly number[] = [400, 413, 422];

/** What it says to payloads is about them, and where it fails it may be; anything else is about the portal. */
function refusalOf(status: number): Error {
  const message = `The codec server has answered ${status}`;
  if (REFUSALS.includes(status)) return new Error(message);
  return status >= 500 ? new CodecFailed(message) : new CodecAway(message);
}
