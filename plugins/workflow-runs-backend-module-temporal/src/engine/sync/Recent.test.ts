import { Recent } from './Recent';

describe('what was used last', () => {
  it('is kept as far as there is room, the oldest goes first', () => {
    const recent = new Recent<string>(10);
    recent.set('a', 'A', 5);
    recent.set('b', 'B', 5);
    recent.get('a');
    recent.set('c', 'C', 5);

    expect(['a', 'b', 'c'].map(key => recent.get(key))).toEqual([
      'A',
      undefined,
      'C',
    ]);
  });

  it('takes no more room when it is set again, and keeps nothing that is larger than the room', () => {
    const recent = new Recent<string>(10);
    recent.set('a', 'A', 6);
    recent.set('a', 'AA', 6);
    recent.set('b', 'B', 4);
    recent.set('c', 'C', 11);

    expect(['a', 'b', 'c'].map(key => recent.get(key))).toEqual([
      'AA',
      'B',
      undefined,
    ]);
  });
});
