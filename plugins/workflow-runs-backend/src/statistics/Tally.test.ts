import { binOf } from './Bins';
import { NumberReader, NumberWriter } from './numbers';
import { newRunTally, RUN_COUNTS, RunTally } from './Tally';

const NUMBERS = [
  ...[0, 1, 127, 128, 300, 16_383, 16_384, 2 ** 31, 2 ** 32 + 1],
  Number.MAX_SAFE_INTEGER / 2 - 0.5,
];

it.each(NUMBERS)('%i is read as it was written, and so is −%i', value => {
  const writer = new NumberWriter();
  writer.write(value);
  writer.writeSigned(value);
  writer.writeSigned(-value);
  const reader = new NumberReader(writer.toBuffer());

  expect(reader.next()).toBe(value);
  expect(reader.nextSigned()).toBe(value);
  expect(reader.nextSigned()).toBe(value === 0 ? 0 : -value);
  expect(reader.isAtEnd).toBe(true);
});

describe('a tally', () => {
  const stored = (tally: RunTally) => {
    const copy = newRunTally();
    copy.addStored(tally.toStored());
    return copy;
  };
  const full = () => {
    const tally = newRunTally();
    RUN_COUNTS.forEach((name, index) => tally.count(name, index * 1_000 - 5));
    for (const ms of [0, 1, 1, 80_000, 3_600_000]) tally.bins.add(binOf(ms), 1);
    return tally;
  };

  it('is the same once it was stored', () => {
    const copy = stored(full());

    for (const [index, name] of RUN_COUNTS.entries()) {
      expect(copy.get(name)).toBe(index * 1_000 - 5);
    }
    expect(copy.bins.total).toBe(5);
    expect(copy.toStored()).toEqual(full().toStored());
  });

  it('takes a few bytes of a run, and none for what is nothing', () => {
    const tally = newRunTally();
    tally.count('completed');
    tally.count('durationMs', 80_000);
    tally.bins.add(binOf(80_000), 1);

    expect(tally.toStored().length).toBeLessThanOrEqual(10);
    expect(newRunTally().toStored().length).toBe(1);
  });

  it('is empty when all is taken back', () => {
    const tally = full();
    expect(tally.isEmpty).toBe(false);
    tally.add(full(), -1);

    expect(tally.isEmpty).toBe(true);
  });

  it('stays as exact when it is added up and taken back a thousand times', () => {
    const tally = full();
    for (let i = 0; i < 1_000; i++) tally.add(full());
    for (let i = 0; i < 1_000; i++) tally.add(full(), -1);

    expect(tally.toStored()).toEqual(full().toStored());
  });

  it('has room for all counts in the number that says which are there', () => {
    expect(RUN_COUNTS.length).toBeLessThan(53);
  });
});
