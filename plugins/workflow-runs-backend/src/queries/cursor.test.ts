import { decodeCursor, encodeCursor } from './cursor';
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
  const filter = { status: ['failed'] };
  const place = { orderedAt: 1_790_000_000_000, id: 'run_01J' };

  it('comes back as it was given out', () => {
    expect(decodeCursor(encodeCursor(place, filter), filter)).toEqual(place);
  });

  it('belongs to its filter', () => {
    const token = encodeCursor(place, filter);

    expect(refusalOf(() => decodeCursor(token, {}))).toMatchObject({
      name: 'InputError',
      violations: [
        {
          pointer: '/token',
          rule: 'cursor',
          message: 'it belongs to a list with other filters',
        },
      ],
    });
  });

  const { f } = JSON.parse(
    Buffer.from(encodeCursor(place, filter), 'base64url').toString(),
  );
  it.each([
    ['nothing', ''],
    ['no JSON', 'abc'],
    ['no object', forge(7)],
    ['null', forge(null)],
    ['no time', forge({ o: 'now', i: 'run_1', f })],
    ['a time out of range', forge({ o: 1e300, i: 'run_1', f })],
    ['a fraction', forge({ o: 1.5, i: 'run_1', f })],
    ['an id with a NUL', forge({ o: 1, i: 'run_\0', f })],
    ['an id with a quote', forge({ o: 1, i: "run_'", f })],
    ['an id that is too long', forge({ o: 1, i: 'r'.repeat(41), f })],
    ['more than it has', forge({ o: 1, i: 'run_1', f, x: 1 })],
  ])('that holds %s is refused', (_, token) => {
    expect(refusalOf(() => decodeCursor(token, filter))).toMatchObject({
      violations: [
        { pointer: '/token', message: 'it is not one that this API gave out' },
      ],
    });
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
