import { Run } from 'backstage-plugin-workflow-runs-common';
import { SearchPortal } from '../__testUtils__/SearchPortal';

jest.setTimeout(60_000);

describe('the search of a portal', () => {
  let portal: SearchPortal;
  let synced: Run;
  let paid: Run;

  beforeAll(async () => {
    portal = await SearchPortal.start();
    synced = await portal.fail('data_sync', 'The warehouse ate the zebra', {
      tags: ['nightly_import'],
      businessEventId: 'erp:4711/a',
    });
    paid = await portal.fail('pay_salaries', 'The bank ate the zebra', {
      tags: ['nightly_import'],
    });
    await portal.index();
  });
  afterAll(() => portal.stop());

  const RUNS = ['workflow-run'];
  const WORKFLOWS = ['workflow'];
  const found = async (who: string, term: string, types?: string[]) => {
    const results = await portal.find(who, term, types);
    return results.map(({ document }) => document.location);
  };
  const at = (run: Run) => `/workflow-runs/runs/${run.id}`;
  const listOf = (name: string) => `/workflow-runs?workflow=embedded%2F${name}`;

  it('finds runs by a word of their failure', async () => {
    const both = await found('admin', 'zebra');
    expect(both.sort()).toEqual([at(paid), at(synced)].sort());
    expect(await found('admin', 'warehouse')).toEqual([at(synced)]);
  });

  it.each([
    ['its id', () => synced.id],
    ['its business event', () => '4711'],
  ])('finds a run by %s before all others', async (_, term) => {
    expect((await found('admin', term(), RUNS))[0]).toBe(at(synced));
  });

  it('finds runs by a word of a tag, by status, and by the title of their workflow', async () => {
    expect(await found('admin', 'import', RUNS)).toHaveLength(2);
    expect(await found('admin', 'failed', RUNS)).toHaveLength(2);
    expect(await found('admin', 'salaries', RUNS)).toEqual([at(paid)]);
  });

  it('finds workflows by title, description and owner', async () => {
    for (const term of ['salaries', 'pay_salaries is for', 'team-payroll']) {
      const [first] = await found('admin', term, WORKFLOWS);
      expect(first).toBe(listOf('pay_salaries'));
    }
  });

  it('finds no run by what it was given', async () => {
    expect(await found('admin', 'crocodile')).toEqual([]);
  });

  it('finds for an owner what they own, and nothing else', async () => {
    expect(await found('dana', 'zebra')).toEqual([at(synced)]);
    expect(await found('paula', 'zebra')).toEqual([at(paid)]);
    expect(await found('dana', paid.id)).not.toContain(at(paid));
    expect(await found('dana', 'salaries')).toEqual([]);
    expect(await found('dana', 'bank')).toEqual([]);
    expect(await found('dana', '')).toHaveLength(2);
  });

  it('finds nothing for who may see nothing', async () => {
    for (const term of ['zebra', 'salaries', 'sync', '', synced.id]) {
      expect(await found('stranger', term)).toEqual([]);
    }
  });

  it('does not say how many there are that a reader may not see', async () => {
    for (const who of ['dana', 'stranger']) {
      const { numberOfResults } = await portal.query(who, 'zebra');
      expect(numberOfResults).toBeUndefined();
    }
  });

  it('does not tell a reader what a result was judged by', async () => {
    const [{ document }] = await portal.find('dana', 'zebra');
    expect(document).toHaveProperty('failure', 'The warehouse ate the zebra');
    expect(document).not.toHaveProperty('authorization');
  });
});
