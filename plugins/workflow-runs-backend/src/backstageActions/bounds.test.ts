import { cutValue, fitting, lastFitting, leftOut } from './bounds';

const items = ['aaaa', 'bbbb', 'cccc'];

describe('the room of an answer', () => {
  it.each([
    [21, items],
    [20, ['aaaa', 'bbbb']],
    [14, ['aaaa', 'bbbb']],
    [13, ['aaaa']],
    // However little room there is, nobody is told nothing.
    [0, ['aaaa']],
  ])('of %d characters holds the first items', (room, expected) => {
    expect(fitting(items, room)).toEqual(expected);
  });

  it('holds the last ones in their order, where those are wanted', () => {
    expect(lastFitting(items, 14)).toEqual(['bbbb', 'cccc']);
    expect(lastFitting([], 14)).toEqual([]);
  });

  it('holds a value as it is, or how it begins', () => {
    expect(cutValue({ a: 1 }, 7)).toEqual({ a: 1 });
    expect(cutValue({ a: 12 }, 7)).toBe('{"a":12… (8 characters in all)');
    expect(cutValue(null, 1_000)).toBeNull();
  });

  it('says what it does not hold', () => {
    expect(leftOut('run', { shown: 3, all: 3 }, 'look')).toEqual([]);
    expect(leftOut('run', { shown: 9, all: 10 }, 'look')).toEqual([
      '1 run of 10 left out: look',
    ]);
  });
});
