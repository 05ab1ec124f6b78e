import {
  runStatusSchema,
  SavedView,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { FILTER_NAMES } from './checkFilter';
import {
  filterOf,
  ListAddress,
  readAddress,
  sortOf,
  writeAddress,
} from './listAddress';
import { toRunFilter } from './toRunFilter';
import { joinValues, splitValues, valuesOf, withValues } from './values';
import { alongTo, baseOf, narrowing, VIEWS, withinView } from './views';

const read = (search: string) => readAddress(new URLSearchParams(search));
const NOW = Date.UTC(2026, 10, 20);

describe('readAddress', () => {
  it.each<[string, Partial<ListAddress>]>([
    ['', { view: 'all', saved: null, filter: {}, sort: null, problems: [] }],
    ['view=slow&sort=-duration', { view: 'slow', sort: '-duration' }],
    ['view=view_01', { view: 'all', saved: 'view_01' }],
    [
      'status=failed,canceled&workflow=embedded/a&tag=a\\,b',
      {
        filter: {
          status: 'failed,canceled',
          workflow: 'embedded/a',
          tag: 'a\\,b',
        },
      },
    ],
    [
      'from=2026-11-20T10:00:00%2B02:00',
      { filter: { from: '2026-11-20T08:00:00.000Z' } },
    ],
    ['since=P1D', { filter: { since: 'P1D' } }],
    ['status=&unknown=1', { filter: {}, cleared: ['status'], problems: [] }],
  ])('understands %s', (search, expected) => {
    expect(read(search)).toMatchObject(expected);
  });

  it.each([
    ['status=nonsense', {}, [{ name: 'status', value: 'nonsense' }]],
    [
      'status=failed,nonsense',
      { status: 'failed' },
      [{ name: 'status', value: 'nonsense' }],
    ],
    ['backfill=maybe', {}, [{ name: 'backfill', value: 'maybe' }]],
    ['from=yesterday', {}, [{ name: 'from', value: 'yesterday' }]],
    ['since=P1Y', {}, [{ name: 'since', value: 'P1Y' }]],
    ['tag=,', {}, [{ name: 'tag', value: ',' }]],
    ['sort=sideways', {}, [{ name: 'sort', value: 'sideways' }]],
    [
      'from=2026-11-20T10:00:00Z&to=2026-11-19T10:00:00Z',
      { from: '2026-11-20T10:00:00.000Z' },
      [{ name: 'to', value: '2026-11-19T10:00:00.000Z' }],
    ],
  ])('tells what it leaves out of %s', (search, filter, problems) => {
    expect(read(search)).toMatchObject({ filter, problems });
    expect(read(search).filter).toEqual(filter);
  });

  it('leaves a list out that is longer than the API takes', () => {
    const many = Array.from({ length: 201 }, (_, index) => `t${index}`);
    expect(read(`tag=${many}`)).toMatchObject({
      filter: {},
      problems: [{ name: 'tag' }],
    });
  });

  it('lets a time go before a duration, as the API does', () => {
    expect(read('since=P1D&from=2026-11-20T10:00:00Z').filter).toEqual({
      from: '2026-11-20T10:00:00.000Z',
    });
  });
});

/** The same numbers each time, so that what fails can be looked at. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    // The generator of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const LETTERS = ['a', 'Z', '0', ',', '\\', '&', '=', '%', '+', ' ', 'ü', '😀'];

function anyFilter(next: (below: number) => number): ViewFilterQuery {
  const text = () =>
    Array.from({ length: 1 + next(6) }, () => LETTERS[next(12)]).join('');
  const some = (values: readonly string[]) =>
    values.filter(() => next(2) === 0);
  const vocabularies: Partial<Record<string, readonly string[]>> = {
    status: runStatusSchema.options,
    errorCategory: ['timeout', 'bug'],
    hitl: ['requested', 'approved', 'rejected'],
    sla: ['on_track', 'at_risk', 'breached', 'met'],
    priority: ['high', 'normal', 'low'],
    triggerType: ['manual', 'event'],
    backfill: ['true'],
    needsIntervention: ['false'],
    since: ['P7D'],
  };
  let filter: ViewFilterQuery = {};
  for (const name of FILTER_NAMES) {
    if (name === 'from' || name === 'to' || next(2) === 0) continue;
    const words = vocabularies[name];
    // A text of nothing but spaces says nothing.
    const free = [name === 'q' ? `x${text()}` : text(), text()];
    const values = words ? some(words) : [...new Set(free)];
    filter = withValues(filter, name, values);
  }
  return filter;
}

describe('an address', () => {
  it('says exactly what was written into it, whatever the filters', () => {
    const next = random(7);
    for (let round = 0; round < 500; round++) {
      const wanted = {
        view: VIEWS[next(VIEWS.length)],
        saved: null,
        filter: anyFilter(next),
        sort: 'status' as const,
      };
      const written = writeAddress(new URLSearchParams(), wanted, undefined);
      const address = readAddress(new URLSearchParams(written.toString()));
      expect(address).toEqual({ ...wanted, cleared: [], problems: [] });
    }
  });

  it('says exactly what was written beside a saved view', () => {
    const next = random(11);
    for (let round = 0; round < 500; round++) {
      const saved = { filter: anyFilter(next), sort: 'status' as const };
      const wanted = {
        view: 'all' as const,
        saved: 'view_01',
        filter: anyFilter(next),
        sort: '-queuedAt' as const,
      };
      const written = writeAddress(new URLSearchParams(), wanted, saved);
      const address = readAddress(new URLSearchParams(written.toString()));
      expect(filterOf(address, saved)).toEqual(wanted.filter);
      expect(sortOf(address, saved)).toBe('-queuedAt');
      expect(address.problems).toEqual([]);
    }
  });

  it('is no longer than the saved view where it means just that', () => {
    const saved: Pick<SavedView, 'filter' | 'sort'> = {
      filter: { status: 'failed', since: 'P1D' },
      sort: '-duration',
    };
    const wanted = { view: 'all' as const, saved: 'view_01', ...saved };
    expect(
      writeAddress(new URLSearchParams('run=x'), wanted, saved).toString(),
    ).toBe('run=x&view=view_01');
  });

  it('begins a saved view anew at another time', () => {
    const saved = { filter: { since: 'P1D' }, sort: '-queuedAt' as const };
    const from = '2026-11-20T10:00:00.000Z';
    expect(filterOf(read(`view=v&from=${from}`), saved)).toEqual({ from });
  });
});

it('lists are read as they are written', () => {
  const next = random(3);
  for (let round = 0; round < 500; round++) {
    const values = [
      ...new Set(
        Array.from({ length: 1 + next(4) }, () =>
          Array.from({ length: 1 + next(5) }, () => LETTERS[next(12)]).join(''),
        ),
      ),
    ];
    expect(splitValues(joinValues(values))).toEqual(values);
  }
});

describe('a view', () => {
  it.each([
    ['completed', {}, { status: 'completed' }],
    ['failed', { status: 'canceled' }, { status: 'canceled' }],
    // Running is none of this view's.
    ['failed', { status: 'running' }, { status: 'failed,canceled' }],
    ['slow', { sla: 'breached' }, { sla: 'breached' }],
    ['all', { status: 'failed', tag: 'a' }, { status: 'failed', tag: 'a' }],
    [
      'waiting',
      { owner: 'group:default/b', tag: 'eu' },
      { status: 'waiting_human', owner: 'group:default/b', tag: 'eu' },
    ],
    [
      'waiting',
      { owner: 'group:default/c' },
      { status: 'waiting_human', owner: 'user:default/a,group:default/b' },
    ],
  ] as const)('%s with %j', (view, filter, expected) => {
    const base = baseOf(view, ['user:default/a', 'group:default/b']);
    expect(withinView(filter, base)).toEqual(expected);
  });

  it('tells what of a filter is none of its own', () => {
    const base = baseOf('failed', []);
    expect(narrowing({ status: 'running,canceled', tag: 'a' }, base)).toEqual({
      own: { status: 'canceled', tag: 'a' },
      outside: [{ name: 'status', value: 'running' }],
    });
  });

  it('lets workflows of a page be narrowed, and none be added', () => {
    const base = { ...baseOf('failed', []), workflow: 'e/a,e/b' };
    expect(narrowing({ workflow: 'e/b,e/other' }, base)).toEqual({
      own: { workflow: 'e/b' },
      outside: [{ name: 'workflow', value: 'e/other' }],
    });
    expect(withinView({ workflow: 'e/other' }, base).workflow).toBe('e/a,e/b');
    expect(narrowing({ workflow: 'e/other' }, baseOf('all', [])).own).toEqual({
      workflow: 'e/other',
    });
  });

  it.each([
    ['all', 'failed', { owner: 'a', tag: 'eu' }],
    ['all', 'waiting', { tag: 'eu' }],
    ['all', 'slow', { status: 'failed', owner: 'a', tag: 'eu' }],
    ['failed', 'slow', { owner: 'a', tag: 'eu' }],
    ['waiting', 'all', { tag: 'eu' }],
  ] as const)('%s leaves to %s what neither is about', (from, to, filter) => {
    const before = { status: 'failed', owner: 'a', tag: 'eu' };
    expect(alongTo(before, from, to)).toEqual(filter);
  });
});

describe('toRunFilter', () => {
  it('counts a duration back from now', () => {
    expect(toRunFilter({ since: 'PT1H', status: 'failed' }, NOW)).toEqual({
      status: ['failed'],
      from: NOW - 3_600_000,
    });
  });

  it('lets a time go before a duration', () => {
    const from = '2026-11-01T00:00:00.000Z';
    expect(toRunFilter({ since: 'PT1H', from }, NOW)).toEqual({
      from: Date.parse(from),
    });
  });
});

it('a pattern is one text, whatever commas it has', () => {
  expect(valuesOf({ tagPattern: 'a{1,3}' }, 'tagPattern')).toEqual(['a{1,3}']);
});
