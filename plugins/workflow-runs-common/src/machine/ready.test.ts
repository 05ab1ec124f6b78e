import { changeReady, ReadyQueue } from './ready';

const queue = (...waiting: string[]): ReadyQueue => ({ waiting, taken: 0 });
const left = ({ waiting, taken }: ReadyQueue) => waiting.slice(taken);

describe('changeReady', () => {
  it('takes from the front and adds to the back', () => {
    const ready = queue('a', 'b');
    changeReady(ready, { taken: 1, added: ['c'] });

    expect(left(ready)).toEqual(['b', 'c']);
  });

  it('can take what it has just added', () => {
    const ready = queue('a');
    changeReady(ready, { taken: 2, added: ['b', 'c'] });

    expect(left(ready)).toEqual(['c']);
  });

  it('holds nothing on to once it is empty', () => {
    const ready = queue('a', 'b');
    changeReady(ready, { taken: 2, added: [] });

    expect(ready).toEqual({ waiting: [], taken: 0 });
  });

  it('cuts off what was taken, seldom enough to cost little', () => {
    const ready = queue(...Array.from({ length: 5_000 }, (_, i) => `s${i}`));
    let copied = 0;
    for (let i = 0; i < 4_999; i++) {
      const before = ready.waiting.length;
      changeReady(ready, { taken: 1, added: [] });
      if (ready.waiting.length < before) copied += ready.waiting.length;
    }

    expect(left(ready)).toEqual(['s4999']);
    expect(copied).toBeLessThan(5_000);
  });
});
