import { Pace } from './Pace';

describe('the pace of asking', () => {
  let now: number;
  const paceOf = () => {
    now = 0;
    return new Pace({ refreshMs: 3_000, now: () => now });
  };
  /** A pass over what is open and what has changed, so long. */
  const pass = (pace: Pace, ms: number) => {
    pace.asked('open', null);
    now += ms;
    pace.asked('window', null);
    pace.ended('window');
  };

  it('asks for nothing where another backend is the one that asks', () => {
    const pace = paceOf();
    now = 60_000;

    expect(pace.isDue()).toBe(false);
  });

  it('asks again as soon as what is known may be that old', () => {
    const pace = paceOf();
    pass(pace, 500);
    now = 2_999;
    expect(pace.isDue()).toBe(false);

    now = 3_000;
    expect(pace.isDue()).toBe(true);
  });

  it('leaves some time to what is less urgent where a pass takes long', () => {
    const pace = paceOf();
    pass(pace, 10_000);
    expect(pace.isDue()).toBe(false);

    now += 700;
    expect(pace.isDue()).toBe(true);
  });

  it('stops where the backend is not the one that asks any more', () => {
    const pace = paceOf();
    pass(pace, 500);
    now += 90_001;

    expect(pace.isDue()).toBe(false);
  });

  it('says it once until it was heard', () => {
    jest.useFakeTimers();
    try {
      const pace = paceOf();
      const hear = jest.fn();
      pass(pace, 500);
      pace.start(hear);
      now = 4_000;
      jest.advanceTimersByTime(2_000);
      expect(hear).toHaveBeenCalledTimes(1);

      pass(pace, 500);
      now += 4_000;
      jest.advanceTimersByTime(2_000);
      expect(hear).toHaveBeenCalledTimes(2);
      pace.stop();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
