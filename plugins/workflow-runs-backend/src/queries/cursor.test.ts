import { Signer } from '../sealing/Signer';
import { Cursors } from './cursor';
import { decodePlace, encodePlace } from './place';

const forge = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const refusalOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error as { name: string; violations: unknown };
  }
  throw new Error('it was not refused');
};

describe('a cursor', () => {
  const keys = [{ id: 'a', secret: 'the first of two secrets' }];
  const cursors = new Cursors(new Signer(keys, 'cursors'));
  const list = { filter: { status: ['failed'] }, sort: '-queuedAt' };
  const place = { group: 0, key: 1_790_000_000_000, id: 'run_01J' };
  const refusal = {
    name: 'InputError',
    violations: [{ pointer: '/token', rule: 'cursor' }],
  };

  it('comes back as it was given out', () => {
    expect(cursors.decode(cursors.encode(place, list), list)).toEqual(place);
  });

  it('carries when a list begins that says how long ago', () => {
    const begun = { ...place, from: 1_789_000_000_000 };

    expect(cursors.decode(cursors.encode(begun, list), list)).toEqual(begun);
  });

  it.each([
    ['other filters', { ...list, filter: {} }],
    ['another order', { ...list, sort: 'duration' }],
  ])('belongs to its list, and to none with %s', (_, other) => {
    const token = cursors.encode(place, list);

    expect(refusalOf(() => cursors.decode(token, other))).toMatchObject(
      refusal,
    );
  });

  it('is good for as long as the key is known that has signed it', () => {
    const token = cursors.encode(place, list);
    const newer = { id: 'b', secret: 'the second of two secrets' };
    const after = (known: typeof keys) =>
      new Cursors(new Signer(known, 'cursors')).decode(token, list);

    expect(after([newer, ...keys])).toEqual(place);
    expect(refusalOf(() => after([newer]))).toMatchObject(refusal);
  });

  const [content, signature] = cursors.encode(place, list).split('.');
  it.each([
    ['nothing', ''],
    ['no signature', content],
    ['half a signature', `${content}.${signature.slice(0, 11)}`],
    ['no content', `.${signature}`],
    ['other content', `${forge({ g: 0, k: 7, i: 'run_1' })}.${signature}`],
    [
      'the signature of another purpose',
      `${content}.${new Signer(keys, 'artifacts').sign(content)}`,
    ],
    ['what is no base64', `${content}.${'\ud800'.repeat(22)}`],
  ])('that holds %s is refused', (_, token) => {
    expect(refusalOf(() => cursors.decode(token, list))).toMatchObject(refusal);
  });
});

describe('a place', () => {
  it('comes back as it was given out', () => {
    const values = [1_790_000_000_000, 'größe.a-b', -1];

    expect(
      decodePlace(encodePlace(values), ['time', 'key', 'integer']),
    ).toEqual(values);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '%'],
    ['no list', forge({})],
    ['too few values', forge([1])],
    ['too many values', forge([1, 2, 3])],
    ['text for a number', forge(['1', 2])],
    ['what no integer column holds', forge([2 ** 31, 1])],
    ['what no number holds', forge([1e400, 1])],
  ])('that holds %s is refused', (_, token) => {
    expect(
      refusalOf(() => decodePlace(token, ['integer', 'integer'])),
    ).toMatchObject({
      name: 'InputError',
      violations: [{ pointer: '/after', rule: 'cursor' }],
    });
  });

  it.each(['', 'a\0', '\ud800', 'x'.repeat(129)])(
    'with the key %j is refused',
    key => {
      expect(refusalOf(() => decodePlace(forge([key]), ['key']))).toMatchObject(
        { violations: [{ pointer: '/after' }] },
      );
    },
  );
});
