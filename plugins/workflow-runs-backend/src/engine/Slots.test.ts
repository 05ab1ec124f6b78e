import { Slots } from './Slots';

/** Takes slots by letters: a capital is production, a small one a backfill. */
function taking(slots: Slots, names: string) {
  const started: string[] = [];
  const releases = new Map<string, () => void>();
  for (const name of names) {
    const slot = slots.take(name === name.toLowerCase());
    releases.set(name, slot.release);
    if (slot.ready) void slot.ready.then(() => started.push(name));
    else started.push(name);
  }
  const release = async (...which: string[]) => {
    for (const name of which) releases.get(name)!();
    await Promise.resolve();
  };
  return { started, release };
}

describe('Slots', () => {
  it('lets so many work, and the others wait in order', async () => {
    const slots = new Slots(2, 1);
    const { started, release } = taking(slots, 'ABCD');
    expect(started).toEqual(['A', 'B']);
    expect(slots.isFull).toBe(true);
    await release('B', 'A');
    expect(started).toEqual(['A', 'B', 'C', 'D']);
    expect(slots.isFull).toBe(false);
  });

  it('gives backfills their share, and lets production pass those who wait for it', async () => {
    const slots = new Slots(4, 0.5);
    const { started, release } = taking(slots, 'abcdEF');
    await Promise.resolve();
    expect(started).toEqual(['a', 'b', 'E', 'F']);
    await release('E');
    expect(started).toHaveLength(4);
    await release('a');
    expect(started.slice(4)).toEqual(['c']);
  });

  it('is left once, however often it is released', async () => {
    const slots = new Slots(1, 1);
    const { started, release } = taking(slots, 'ABC');
    await release('A', 'A', 'A');
    expect(started).toEqual(['A', 'B']);
  });

  it('is not taken by one who has stopped waiting', async () => {
    const slots = new Slots(1, 1);
    const { started, release } = taking(slots, 'ABC');
    await release('B');
    await release('A');
    expect(started).toEqual(['A', 'C']);
    await release('C');
    expect(slots.take(false).ready).toBeUndefined();
  });
});
