import { columnsThatFit } from './columns';
import { filterOf, readListQuery, writeListQuery } from './views';

const read = (search: string) => readListQuery(new URLSearchParams(search));

describe('the address of the list', () => {
  it.each([
    ['', { view: 'all', status: [], workflow: [] }],
    [
      'view=nonsense&status=nonsense',
      { view: 'all', status: [], workflow: [] },
    ],
    [
      'view=failed&status=canceled,running&workflow=embedded/a,embedded/b',
      {
        view: 'failed',
        // Running is none of this view's.
        status: ['canceled'],
        workflow: ['embedded/a', 'embedded/b'],
      },
    ],
  ])('%s is read', (search, query) => {
    expect(read(search)).toEqual(query);
  });

  it.each([
    ['', { view: 'active' as const }, 'view=active'],
    ['view=active', { view: 'all' as const }, ''],
    ['x=1', { status: ['failed' as const] }, 'x=1&status=failed'],
    ['view=failed&status=canceled', { view: 'active' as const }, 'view=active'],
    ['workflow=a', { workflow: [] }, ''],
  ])('%s is changed by %j', (search, change, expected) => {
    expect(writeListQuery(new URLSearchParams(search), change).toString()).toBe(
      expected,
    );
  });
});

describe('filterOf', () => {
  it.each([
    ['', {}],
    ['view=completed', { status: ['completed'] }],
    ['view=failed&status=canceled', { status: ['canceled'] }],
    ['status=running', { status: ['running'] }],
    ['workflow=embedded/a', { workflow: ['embedded/a'] }],
  ])('of %s', (search, filter) => {
    expect(filterOf(read(search))).toEqual(filter);
  });
});

describe('columnsThatFit', () => {
  const ids = (width: number) => columnsThatFit(width).map(({ id }) => id);

  it('shows all where there is room, or while nobody knows', () => {
    expect(ids(1_200)).toHaveLength(9);
    expect(ids(0)).toHaveLength(9);
  });

  it('leaves out what matters less where there is little', () => {
    expect(ids(1_000)).not.toContain('tags');
    expect(ids(900)).not.toContain('priority');
    expect(ids(600)).toEqual([
      'run',
      'status',
      'progress',
      'started',
      'duration',
    ]);
  });
});
