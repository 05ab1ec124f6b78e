import { Together } from './Together';

/** Answers each with its double, when it is let. */
function setUp() {
  const readings: string[][] = [];
  const answer: (() => void)[] = [];
  const together = new Together<number, number>(async asked => {
    readings.push([...asked.keys()]);
    await new Promise<void>(resolve => {
      answer.push(resolve);
    });
    if ([...asked.values()].includes(13)) throw new Error('13 cannot be read');
    return new Map([...asked].map(([key, value]) => [key, 2 * value]));
  });
  /** Lets what is being read be answered, and what waits be read. */
  const answerAll = async () => {
    answer.splice(0).forEach(each => each());
    await jest.advanceTimersByTimeAsync(25);
  };
  return { readings, together, answerAll };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('what is asked together', () => {
  it('is read at once for who comes alone, and once more for all who come meanwhile', async () => {
    const { readings, together, answerAll } = setUp();
    const first = together.ask('a', 1);
    expect(readings).toEqual([['a']]);
    const others = [
      together.ask('a', 1),
      together.ask('a', 1),
      together.ask('b', 2),
    ];
    await answerAll();
    await answerAll();
    expect(await Promise.all([first, ...others])).toEqual([2, 2, 2, 4]);
    expect(readings).toEqual([['a'], ['a', 'b']]);
  });

  it('is read one by one where that fails, and fails for whom it is to blame', async () => {
    const { together, answerAll } = setUp();
    together.ask('first', 0);
    const good = together.ask('a', 1);
    const bad = together.ask('b', 13);
    bad.catch(() => {});
    for (let i = 0; i < 5; i++) await answerAll();
    expect(await good).toBe(2);
    await expect(bad).rejects.toThrow('13 cannot be read');
    const later = together.ask('c', 3);
    await answerAll();
    expect(await later).toBe(6);
  });

  it('is read in turn where it is much', async () => {
    const { readings, together, answerAll } = setUp();
    const all = Array.from({ length: 450 }, (_, i) =>
      together.ask(`${i}`, 100 + i),
    );
    for (let i = 0; i < 5; i++) await answerAll();
    expect((await Promise.all(all)).at(-1)).toBe(1_098);
    expect(readings.map(({ length }) => length)).toEqual([1, 200, 200, 49]);
  });
});
