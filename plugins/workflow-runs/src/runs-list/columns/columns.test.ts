import { COLUMNS, knownColumns, shownColumns, widthOf } from './columns';

describe('shownColumns', () => {
  const ids = (width: number) => shownColumns(null, width).map(({ id }) => id);

  it('shows all where there is room, or while nobody knows', () => {
    expect(ids(widthOf(COLUMNS))).toEqual(COLUMNS);
    expect(ids(0)).toEqual(COLUMNS);
  });

  it('leaves out what matters less where there is little', () => {
    expect(ids(widthOf(COLUMNS) - 1)).not.toContain('tags');
    expect(ids(400)).toEqual([
      'run',
      'status',
      'progress',
      'started',
      'duration',
    ]);
  });

  it('never needs more room than there is, down to those that matter', () => {
    for (let width = 700; width < 1_400; width += 13) {
      expect(widthOf(ids(width))).toBeLessThanOrEqual(width);
    }
  });

  it('keeps what the reader has chosen, however little room there is', () => {
    expect(shownColumns(['run', 'tags'], 300)).toEqual([
      { id: 'run', width: undefined },
      { id: 'tags', width: 90 },
    ]);
  });
});

describe('knownColumns', () => {
  it.each([
    [null, null],
    [undefined, null],
    [['workflow', 'error'], null],
    [
      ['tags', 'error', 'status'],
      ['run', 'status', 'tags'],
    ],
  ])('of %j', (kept, known) => {
    expect(knownColumns(kept)).toEqual(known);
  });
});
