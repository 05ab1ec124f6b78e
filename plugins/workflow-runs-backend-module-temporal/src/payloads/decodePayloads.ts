import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { CodecFailed } from '../client/RemoteCodec';
import { Payload, PayloadCodec } from './temporalCommon';

/** Refusals after which no more is asked for: a codec without the right key refuses everything. */
const MAX_REFUSALS = 30;
/** Failures after which a codec that has answered nothing is away: one payload of some thousands is found by then. */
const MAX_FAILURES = 12;

/** How a codec has fared with the payloads of a message. */
interface Trial {
  refusals: number;
  hasAnswered: boolean;
  failure?: CodecFailed;
}

/**
 * Decodes all payloads in a message of Temporal, such as a page of a history, in its place: the message is fresh from
 * the server, and nobody else's. One call of a codec takes all of them. What a codec refuses stays encoded, and
 * `PayloadReader` says so; where it can be told which payload it is, the others are decoded all the same. So does what
 * it fails at, where it does not fail at everything.
 *
 * @param codecs - in the order in which they have encoded
 * @throws EngineAway where a codec throws it: it cannot be asked now, and what was told undecoded would stay so
 */
export async function decodePayloads<T extends object | null | undefined>(
  message: T,
  codecs: readonly PayloadCodec[],
): Promise<T> {
  if (codecs.length === 0 || !message) return message;
  const payloads = payloadsIn(message);
  const trial: Trial = { refusals: 0, hasAnswered: false };
  const decoded = await decodeAll(payloads, codecs, trial);
  if (trial.failure && !trial.hasAnswered) throw trial.failure;
  payloads.forEach((payload, index) => {
    const { metadata, data } = decoded[index];
    payload.metadata = metadata;
    payload.data = data;
  });
  return message;
}

function payloadsIn(message: object): Payload[] {
  const found: Payload[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) return;
    if (isPayload(value)) found.push(value);
    else Object.values(value).forEach(walk);
  };
  walk(message);
  return found;
}

/** Only payloads have metadata whose values are bytes. */
function isPayload(value: object): value is Payload {
  const { metadata } = value as Payload;
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    metadata.encoding instanceof Uint8Array
  );
}

async function decodeAll(
  payloads: Payload[],
  codecs: readonly PayloadCodec[],
  trial: Trial,
): Promise<Payload[]> {
  if (payloads.length === 0 || isOver(trial)) return payloads;
  try {
    let decoded = payloads;
    for (const codec of [...codecs].reverse()) {
      decoded = await codec.decode(decoded);
    }
    trial.hasAnswered = true;
    if (decoded.length === payloads.length) return decoded;
  } catch (error) {
    if (error instanceof CodecFailed) trial.failure = error;
    else if (error instanceof EngineAway) throw error;
    else trial.hasAnswered = true;
  }
  trial.refusals += 1;
  if (payloads.length === 1) return payloads;
  // One of them may be to blame: each half is asked for on its own.
  const middle = Math.ceil(payloads.length / 2);
  return [
    ...(await decodeAll(payloads.slice(0, middle), codecs, trial)),
    ...(await decodeAll(payloads.slice(middle), codecs, trial)),
  ];
}

function isOver({ refusals, hasAnswered }: Trial): boolean {
  return refusals >= (hasAnswered ? MAX_REFUSALS : MAX_FAILURES);
}
