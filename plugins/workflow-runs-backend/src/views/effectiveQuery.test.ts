import { RunSort, ViewFilter } from 'backstage-plugin-workflow-runs-common';
import { effectiveQuery } from './effectiveQuery';

const DAY = 86_400_000;
const NOW = 1_790_000_000_000;

const viewOf = (filter: ViewFilter, sort: RunSort = '-queuedAt') => ({
  filter,
  sort,
});

describe('what a view and a query mean together', () => {
  it('is what the view says, where the query says nothing', () => {
    const filter: ViewFilter = { status: ['failed'], environment: ['prod'] };

    expect(effectiveQuery(viewOf(filter, 'status'), {}, NOW)).toEqual({
      filter,
      sort: 'status',
    });
  });

  it('is narrowed by filters that the view has not', () => {
    const view = viewOf({ status: ['failed'] });

    expect(effectiveQuery(view, { tag: ['eu'] }, NOW).filter).toEqual({
      status: ['failed'],
      tag: ['eu'],
    });
  });

  it('is what the query says, filter by filter, where both say something', () => {
    const view = viewOf({ status: ['failed'], backfill: true }, 'duration');
    const asked = {
      status: ['running' as const],
      backfill: false,
      sort: 'status' as const,
    };

    expect(effectiveQuery(view, asked, NOW)).toEqual({
      filter: { status: ['running'], backfill: false },
      sort: 'status',
    });
  });

  it('is not changed by what the query leaves undefined', () => {
    const view = viewOf({ status: ['failed'] });

    expect(effectiveQuery(view, { status: undefined }, NOW).filter).toEqual({
      status: ['failed'],
    });
  });

  it('counts since back from now', () => {
    expect(effectiveQuery(viewOf({ since: 'P1D' }), {}, NOW)).toEqual({
      filter: { from: NOW - DAY },
      since: 'P1D',
      sort: '-queuedAt',
    });
  });

  it.each([
    ['from of the query before since of the view', { from: 7 }, { from: 7 }],
    [
      'to of the query beside since of the view',
      { to: NOW },
      { from: NOW - DAY, to: NOW },
    ],
  ])('takes %s', (_, asked, filter) => {
    const view = viewOf({ since: 'P1D' });

    expect(effectiveQuery(view, asked, NOW).filter).toEqual(filter);
  });

  it('has no since where the query says from when', () => {
    const query = effectiveQuery(viewOf({ since: 'P1D' }), { from: 7 }, NOW);

    expect(query).not.toHaveProperty('since');
  });
});
