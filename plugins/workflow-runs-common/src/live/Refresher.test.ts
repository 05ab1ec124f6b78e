import { Refresher } from './Refresher';

const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

function setUp() {
  const answers: ((error?: Error) => void)[] = [];
  const refresh = jest.fn(
    () =>
      new Promise<void>((resolve, reject) => {
        answers.push(error => (error ? reject(error) : resolve()));
      }),
  );
  const refresher = new Refresher(refresh, 1_000);
  return { refresh, refresher, answers };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Refresher', () => {
  it('reads at once, then once for all that is asked within the pause', async () => {
    const { refresh, refresher, answers } = setUp();
    refresher.ask();
    expect(refresh).toHaveBeenCalledTimes(1);
    answers[0]();
    await settle(100);
    refresher.ask();
    refresher.ask();
    await settle(899);
    expect(refresh).toHaveBeenCalledTimes(1);
    await settle(1);
    expect(refresh).toHaveBeenCalledTimes(2);
    answers[1]();
    await settle(10_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits for an answer, and asks again where something changed meanwhile', async () => {
    const { refresh, refresher, answers } = setUp();
    refresher.ask();
    refresher.ask();
    await settle(10_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    answers[0](new Error('no answer'));
    await settle();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('does nothing any more once it is stopped', async () => {
    const { refresh, refresher, answers } = setUp();
    refresher.ask();
    refresher.ask();
    refresher.stop();
    answers[0]();
    await settle(10_000);
    refresher.ask();
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
