import { EngineAway } from 'backstage-plugin-workflow-runs-node';
import { CodecFailed } from '../client/RemoteCodec';
import { decodePayloads } from './decodePayloads';
import { Payload, PayloadCodec } from './temporalCommon';

const text = (bytes: Uint8Array | null | undefined) =>
  Buffer.from(bytes ?? []).toString();
const hidden = (data: string): Payload => ({
  metadata: { encoding: Buffer.from('hidden') },
  data: Buffer.from(data),
});

/** Says what it was asked for, and refuses what is bad. */
function codec(calls: number[] = [], suffix: string = '!'): PayloadCodec {
  return {
    encode: async payloads => payloads,
    async decode(payloads) {
      calls.push(payloads.length);
      if (payloads.some(({ data }) => text(data) === 'bad'))
        throw new Error('It cannot be read');
      return payloads.map(({ data }) => ({
        metadata: { encoding: Buffer.from('json/plain') },
        data: Buffer.from(text(data) + suffix),
      }));
    },
  };
}

describe('the payloads of a message', () => {
  it('are decoded by one call, wherever they are', async () => {
    const calls: number[] = [];
    const message = {
      events: [
        { input: { payloads: [hidden('a'), hidden('b')] } },
        { memo: { fields: { note: hidden('c') } }, id: 7, none: null },
      ],
    };
    await decodePayloads(message, [codec(calls)]);
    expect(calls).toEqual([3]);
    const [first, second] = message.events;
    expect(first.input!.payloads.map(each => text(each.data))).toEqual([
      'a!',
      'b!',
    ]);
    expect(text(second.memo!.fields.note.data)).toBe('c!');
  });

  it('are decoded by the last codec first', async () => {
    const message = { payloads: [hidden('a')] };
    await decodePayloads(message, [codec([], '1'), codec([], '2')]);
    expect(text(message.payloads[0].data)).toBe('a21');
  });

  it('stay as they are where the codec refuses them, and the others do not', async () => {
    const names = ['a', 'b', 'bad', 'c', 'd'];
    const message = { payloads: names.map(hidden) };
    await decodePayloads(message, [codec()]);
    expect(message.payloads.map(each => text(each.data))).toEqual([
      'a!',
      'b!',
      'bad',
      'c!',
      'd!',
    ]);
    expect(text(message.payloads[2].metadata!.encoding)).toBe('hidden');
  });

  it('are not asked for one by one where the codec refuses everything', async () => {
    const calls: number[] = [];
    const message = {
      payloads: Array.from({ length: 500 }, () => hidden('bad')),
    };
    await decodePayloads(message, [codec(calls)]);
    expect(calls.length).toBeLessThanOrEqual(30);
    expect(message.payloads.every(each => text(each.data) === 'bad')).toBe(
      true,
    );
  });

  it('stay as they are where the codec returns others than it was given', async () => {
    const message = { payloads: [hidden('a'), hidden('b')] };
    const lossy: PayloadCodec = {
      encode: async payloads => payloads,
      decode: async () => [],
    };
    await decodePayloads(message, [lossy]);
    expect(message.payloads.map(each => text(each.data))).toEqual(['a', 'b']);
  });

  it('are not told of undecoded while the codec is away', async () => {
    const away: PayloadCodec = {
      encode: async payloads => payloads,
      decode: async () => {
        throw new EngineAway('The codec server does not answer');
      },
    };
    await expect(
      decodePayloads({ payloads: [hidden('a')] }, [away]),
    ).rejects.toThrow(EngineAway);
  });

  it('stay as they are where the codec fails at them alone, and not at the others', async () => {
    const message = { payloads: [...'bcdefgh'].map(hidden) };
    message.payloads.unshift(hidden('bad'));
    const failing: PayloadCodec = {
      ...codec(),
      decode: payloads =>
        codec()
          .decode(payloads)
          .catch(() => {
            throw new CodecFailed('The codec server has answered 500');
          }),
    };
    await decodePayloads(message, [failing]);

    expect(message.payloads.map(each => text(each.data))).toEqual([
      'bad',
      ...[...'bcdefgh'].map(each => `${each}!`),
    ]);
  });

  it('are not told of undecoded where the codec fails at everything, nor asked for one by one', async () => {
    let calls = 0;
    const failing: PayloadCodec = {
      encode: async payloads => payloads,
      decode: async () => {
        calls += 1;
        throw new CodecFailed('The codec server has answered 503');
      },
    };
    const message = {
      payloads: Array.from({ length: 500 }, () => hidden('a')),
    };

    await expect(decodePayloads(message, [failing])).rejects.toThrow('503');
    expect(calls).toBeLessThanOrEqual(12);
  });

  it('need no codec where there is none, and none of nothing', async () => {
    const message = { payloads: [hidden('a')] };
    expect(await decodePayloads(message, [])).toBe(message);
    expect(await decodePayloads(null, [codec()])).toBeNull();
    const calls: number[] = [];
    await decodePayloads({ events: [] }, [codec(calls)]);
    expect(calls).toEqual([]);
  });
});
