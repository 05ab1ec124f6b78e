import { COLUMNS, knownColumns, shownColumns, widthOf } from './columns';

describe('shownColumns', () => {
  const fit = (width: number) => shownColumns(null, width);
  const ids = (width: number) => fit(width).map(({ id }) => id);
  const all = widthOf(fit(0));

  it('shows all where there is room, or while nobody knows', () => {
    expect(ids(all)).toEqual(COLUMNS);
    expect(ids(0)).toEqual(COLUMNS);
  });

  it('leaves out what matters less where there is little', () => {
    expect(ids(all - 1)).not.toContain('tags');
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
      expect(widthOf(fit(width))).toBeLessThanOrEqual(width);
    }
  });

  it('gives longer words more room, and leaves out more for them', () => {
    const words = { status: 15, sla: 13 };
    const german = shownColumns(null, all, words);
    expect(german.find(({ id }) => id === 'status')?.width).toBe(160);
    expect(german.map(({ id }) => id)).not.toContain('tags');
    expect(widthOf(german)).toBeLessThanOrEqual(all);
    expect(shownColumns(null, 0, { status: 4 })).toEqual(fit(0));
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
