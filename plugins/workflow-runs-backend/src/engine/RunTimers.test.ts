import { RunTimer, RunTimers } from './RunTimers';

const START = 1_000_000;

describe('the timers of a run', () => {
  let fired: string[];
  let timers: RunTimers;
  /** How far the clock of the backend is ahead of what its timers were told. */
  let ahead: number;

  beforeEach(() => {
    jest.useFakeTimers({ now: START, doNotFake: ['performance'] });
    fired = [];
    ahead = 0;
    timers = new RunTimers(
      ({ kind, step }) => fired.push(`${kind} ${step}`),
      () => Date.now() + ahead,
    );
  });
  afterEach(() => jest.useRealTimers());

  const set = (
    step: string,
    dueIn: number,
    kind: RunTimer['kind'] = 'wait',
  ) => {
    timers.set({ kind, step, item: -1, attempt: 1, dueAt: START + dueIn });
  };
  const about = (step: string, kind = 'wait') => ({ kind, step, item: -1 });

  it('fire when they are due, and not before', () => {
    set('b', 20);
    set('a', 10);
    jest.advanceTimersByTime(9);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(fired).toEqual(['wait a']);
    jest.advanceTimersByTime(100);
    expect(fired).toEqual(['wait a', 'wait b']);
  });

  it('fire in the order in which they are due, however late the process comes to it', () => {
    set('third', 30);
    set('first', 10);
    set('second', 20);
    ahead = 1_000;
    jest.advanceTimersByTime(10);
    expect(fired).toEqual(['wait first', 'wait second', 'wait third']);
  });

  it('fire in the order in which they were set where they are due together', () => {
    const steps = ['d', 'a', 'c', 'b'];
    for (const step of steps) set(step, 10);
    jest.advanceTimersByTime(10);
    expect(fired).toEqual(steps.map(step => `wait ${step}`));
  });

  it('replace one another, of the same kind and unit', () => {
    set('a', 10);
    set('a', 30);
    set('a', 20, 'timeout');
    jest.advanceTimersByTime(25);
    expect(fired).toEqual(['timeout a']);
    jest.advanceTimersByTime(10);
    expect(fired).toEqual(['timeout a', 'wait a']);
  });

  it('do not fire once they are cleared, whichever of several', () => {
    for (const step of ['a', 'b', 'c']) set(step, 10);
    timers.clear(about('b'));
    timers.clear(about('none'));
    jest.advanceTimersByTime(10);
    expect(fired).toEqual(['wait a', 'wait c']);
    timers.clear(about('a'));
    expect(timers.nextDue([])).toBe(START + 10);
    timers.clear(about('c'));
    expect(timers.nextDue([])).toBeNull();
  });

  it('are due until they are cleared, also when they have fired: nothing has followed yet', () => {
    set('a', 10);
    set('b', 50);
    jest.advanceTimersByTime(20);
    expect(timers.nextDue([])).toBe(START + 10);
    expect(timers.nextDue([{ ...about('a'), dueAt: null }])).toBe(START + 50);
    expect(
      timers.nextDue([
        { ...about('a'), dueAt: null },
        { ...about('b'), dueAt: null },
        { ...about('c'), dueAt: START + 70 },
      ]),
    ).toBe(START + 70);
  });

  it('do not fire once they are suspended, and stay due', () => {
    set('a', 10);
    timers.suspend();
    set('b', 5);
    jest.advanceTimersByTime(100);
    expect(fired).toEqual([]);
    expect(timers.nextDue([])).toBe(START + 5);
    timers.clearAll();
    expect(timers.nextDue([])).toBeNull();
  });

  it('may suspend themselves: what is due after that is kept', () => {
    timers = new RunTimers(
      ({ step }) => {
        fired.push(step);
        timers.suspend();
      },
      () => Date.now(),
    );
    set('a', 10);
    set('b', 10);
    jest.advanceTimersByTime(10);
    expect(fired).toEqual(['a']);
  });

  it('may be further away than a timer of Node can wait', () => {
    const days = 86_400_000;
    set('far', 60 * days);
    jest.advanceTimersByTime(59 * days);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(days);
    expect(fired).toEqual(['wait far']);
  });

  it('take little time where there are many of them', () => {
    for (let i = 0; i < 20_000; i++) set(`s${i}`, (i * 7919) % 20_000);
    const began = performance.now();
    for (let i = 0; i < 10_000; i++) timers.clear(about(`s${i}`));
    jest.advanceTimersByTime(20_000);
    expect(fired).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
