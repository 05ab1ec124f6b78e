import { setTimeout as sleep } from 'node:timers/promises';
import { every, Paced, upTo } from './Paced';

describe('paced work', () => {
  const times: number[] = [];
  let under = 0;
  let most = 0;
  const work = async () => {
    times.push(performance.now());
    under += 1;
    most = Math.max(most, under);
    await sleep(5);
    under -= 1;
  };
  beforeEach(() => {
    times.length = 0;
    most = 0;
  });

  it('begins at once, and then not more often than it may, one piece at a time', async () => {
    const paced = new Paced(every(50), work, () => {});
    for (let i = 0; i < 100; i++) {
      paced.wake();
      await sleep(2);
    }
    paced.stop();
    await paced.idle();

    expect(most).toBe(1);
    expect(times.length).toBeGreaterThan(1);
    for (let i = 1; i < times.length; i++)
      expect(times[i] - times[i - 1]).toBeGreaterThan(45);
  });

  it.each([
    ['that was quick', 1, 8],
    ['that took a while', 15, 30],
    ['that took very long', 400, 40],
  ])(
    'rests after a piece %s as long as it took, within bounds',
    (_, took, ms) => {
      expect(upTo(1 / 2, { leastMs: 8, mostMs: 40 })(took)).toBe(ms);
    },
  );

  it('begins less often where a piece takes longer', async () => {
    const paced = new Paced(
      took => 4 * took,
      work,
      () => {},
    );
    for (let i = 0; i < 50; i++) {
      paced.wake();
      await sleep(2);
    }
    paced.stop();
    await paced.idle();

    expect(times.length).toBeGreaterThan(1);
    for (let i = 1; i < times.length; i++)
      expect(times[i] - times[i - 1]).toBeGreaterThan(17);
  });

  it('is done once more for what comes while it is done', async () => {
    const paced = new Paced(every(1), work, () => {});
    paced.wake();
    paced.wake();
    paced.wake();
    await sleep(100);
    paced.stop();

    expect(times).toHaveLength(2);
  });

  it('tells of its errors, and goes on when it is woken', async () => {
    const errors: unknown[] = [];
    const paced = new Paced(
      every(1),
      async () => {
        times.push(0);
        throw new Error('no');
      },
      error => errors.push(error),
    );
    paced.wake();
    await sleep(20);
    paced.wake();
    await sleep(20);
    paced.stop();

    expect([times.length, errors.length]).toEqual([2, 2]);
  });

  it('is over once it is stopped', async () => {
    const paced = new Paced(every(20), work, () => {});
    paced.wake();
    paced.wake();
    paced.stop();
    await sleep(60);
    paced.wake();

    expect(times).toHaveLength(1);
  });
});
