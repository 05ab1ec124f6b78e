import { Pace } from './Pace';

describe('Pace', () => {
  it('lets a second’s worth go at once, and the rest one by one', () => {
    const pace = new Pace(10, () => 5_000);
    const waits = Array.from({ length: 13 }, () => pace.take());

    expect(waits.slice(0, 10)).toEqual(Array(10).fill(0));
    expect(waits.slice(10)).toEqual([100, 200, 300]);
  });

  it('lets one go at a time where there is less than one a second', () => {
    let now = 0;
    const pace = new Pace(0.5, () => now);

    expect([pace.take(), pace.take()]).toEqual([0, 2_000]);
    now = 60_000;
    expect([pace.take(), pace.take()]).toEqual([0, 2_000]);
  });
});
