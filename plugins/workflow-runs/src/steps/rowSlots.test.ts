import { OVERSCAN, rowSlots } from './rowSlots';

describe('rowSlots', () => {
  const inView = 5;
  // One more than fit: the first and the last are cut.
  const most = inView + 1 + 2 * OVERSCAN;
  const slotsFrom = (first: number) => {
    const slotOf = rowSlots(inView);
    return Array.from({ length: most }, (_, index) => slotOf(first + index));
  };

  it.each([0, 1, 7, most, 9_990])(
    'gives all rows that are there at once one of their own, from row %i on',
    first => expect(new Set(slotsFrom(first)).size).toBe(most),
  );

  it('gives the rows that follow those that are let go', () => {
    expect(new Set(slotsFrom(most))).toEqual(new Set(slotsFrom(0)));
  });
});
