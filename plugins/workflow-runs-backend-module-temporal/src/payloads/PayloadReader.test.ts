import { Payload } from './temporalCommon';
import { PayloadReader } from './PayloadReader';

function payload(encoding: string | undefined, data: string | Buffer): Payload {
  return {
    metadata: encoding ? { encoding: Buffer.from(encoding) } : {},
    data: Buffer.from(data),
  };
}

describe('a payload', () => {
  it.each<[string, Payload, unknown]>([
    ['JSON', payload('json/plain', '{"a":[1,null]}'), { a: [1, null] }],
    ['protobuf as JSON', payload('json/protobuf', '{"id":"1"}'), { id: '1' }],
    ['nothing', payload('binary/null', ''), null],
    ['bytes', payload('binary/plain', 'hello'), { binary: { bytes: 5 } }],
    [
      'more than is shown',
      payload('json/plain', Buffer.alloc(300_000)),
      { tooLarge: { bytes: 300_000 } },
    ],
  ])('is read: %s', (_, encoded, value) => {
    const reader = PayloadReader.create();
    expect(reader.read(encoded)).toEqual(value);
    expect(reader.undecodable).toBe(0);
  });

  it.each<[string, Payload, string, number]>([
    ['an encoding that nobody knows', payload('x/y', 'abc'), 'x/y', 3],
    ['no encoding', payload(undefined, 'abc'), 'none', 3],
    ['no data and no metadata', {}, 'none', 0],
    ['JSON that is none', payload('json/plain', '{"a":'), 'json/plain', 5],
    [
      'JSON that is too deep to walk through',
      payload('json/plain', `${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      'json/plain',
      100_000,
    ],
    [
      'protobuf without its types',
      payload('binary/protobuf', 'abc'),
      'binary/protobuf',
      3,
    ],
  ])('is marked and counted once: %s', (_, encoded, encoding, bytes) => {
    const reader = PayloadReader.create();
    const marked = { undecodable: { encoding, bytes } };
    expect(reader.read(encoded)).toEqual(marked);
    expect(reader.read(encoded)).toEqual(marked);
    expect(reader.undecodable).toBe(1);
  });

  it('is read by the converter of the integrator first, as JSON', () => {
    const reader = PayloadReader.create({
      toPayload: () => payload('x/y', ''),
      fromPayload: <T>() =>
        ({
          at: new Date(0),
          total: BigInt(7),
          none: undefined,
        } as unknown as T),
    });
    expect(reader.read(payload('x/y', 'abc'))).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      total: '7',
    });
  });

  it('is read by the standard where the converter throws, or makes no JSON', () => {
    const throwing = PayloadReader.create({
      toPayload: () => payload('x/y', ''),
      fromPayload: () => {
        throw new Error('secret');
      },
    });
    expect(throwing.read(payload('json/plain', '1'))).toBe(1);
    expect(throwing.read(payload('x/y', 'abc'))).toEqual({
      undecodable: { encoding: 'x/y', bytes: 3 },
    });
    const strange = PayloadReader.create({
      toPayload: () => payload('x/y', ''),
      fromPayload: <T>() => (() => 1) as unknown as T,
    });
    expect(strange.read(payload('json/plain', '2'))).toBe(2);
  });

  it('is a name where it is a text', () => {
    const reader = PayloadReader.create();
    expect(reader.readText(payload('json/plain', '" Charge "'))).toBe('Charge');
    expect(reader.readText(payload('json/plain', '7'))).toBeUndefined();
    expect(reader.readText(payload('json/plain', '" "'))).toBeUndefined();
    expect(reader.readText(undefined)).toBeUndefined();
  });
});
