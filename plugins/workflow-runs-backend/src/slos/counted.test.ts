import { binOf } from '../statistics/Bins';
import { newRunTally } from '../statistics/Tally';
import { countedOf } from './counted';

function tallyOf(durations: number[], failed = 0, canceled = 0) {
  const tally = newRunTally();
  tally.count('failed', failed);
  tally.count('canceled', canceled);
  for (const ms of durations) {
    tally.count('completed');
    tally.bins.add(binOf(ms), 1);
  }
  return tally;
}

it('a success rate is of runs that completed or failed', () => {
  const tally = tallyOf([1, 2, 3], 2, 4);
  expect(countedOf(tally, { durationMs: null })).toEqual({ runs: 5, bad: 2 });
});

it('a duration is of runs that completed', () => {
  const tally = tallyOf([10, 20, 30], 2, 4);
  expect(countedOf(tally, { durationMs: 20 })).toEqual({ runs: 3, bad: 1 });
});

it('nothing comes to nothing', () => {
  const tally = tallyOf([]);
  expect(countedOf(tally, { durationMs: 20 })).toEqual({ runs: 0, bad: 0 });
});

it.each([1, 7, 40, 999, 10_000, 600_000, 3_600_000, 86_400_000])(
  'of a target of %i ms, only what is within one percent can be told wrong',
  target => {
    for (let part = 0.9; part < 1.1; part += 0.0007) {
      const ms = Math.round(part * target);
      if (Math.abs(ms - target) <= 0.0101 * target) continue;
      const { bad } = countedOf(tallyOf([ms]), { durationMs: target });
      expect([ms, bad]).toEqual([ms, ms > target ? 1 : 0]);
    }
  },
);

it.each([0, 1, 10, 40, 42])('%i ms is exact', target => {
  const one = (ms: number) =>
    countedOf(tallyOf([ms]), { durationMs: target }).bad;
  expect([one(target), one(target + 1)]).toEqual([0, 1]);
});
