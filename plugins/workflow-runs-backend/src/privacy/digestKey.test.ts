import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { dataKeysOf, replaceDataKeys } from '../sealing/dataKeys';
import { Sealer } from '../sealing/Sealer';
import { digestKey } from './digestKey';

describeOnDatabases('the key of digests', createDatabase => {
  let knex: Knex;
  const old = { id: 'old', secret: 'an old secret of the tests' };
  const next = { id: 'new', secret: 'a new secret of the tests' };
  const ask = async (keys: (typeof old)[], problems: string[] = []) => {
    const sealer = new Sealer(keys);
    const logger = { warn: (problem: string) => void problems.push(problem) };
    return (await digestKey({ knex, sealer, now: () => 1, logger })).toString(
      'hex',
    );
  };
  beforeEach(async () => {
    ({ knex } = await createDatabase());
  });

  it('is the same for all backends', async () => {
    const [one, two] = await Promise.all([ask([old]), ask([old])]);
    expect(one).toBe(two);
    expect(await ask([old])).toBe(one);
  });

  it('stays the same when the keys that wrap it are rotated', async () => {
    const before = await ask([old]);
    expect(await ask([old, next])).toBe(before);
    const sealer = new Sealer([next, old]);
    const [{ runId, content }] = await dataKeysOf(knex, 'old', {
      after: '',
      limit: 9,
    });
    await replaceDataKeys(
      knex,
      'old',
      new Map([[runId, sealer.rewrap(runId, { keyId: 'old', content })]]),
    );
    expect(await ask([next])).toBe(before);
  });

  it('is another one, with a word about it, where it cannot be opened', async () => {
    const before = await ask([old]);
    const problems: string[] = [];
    expect(await ask([next], problems)).not.toBe(before);
    expect(problems).toEqual([expect.stringContaining('hashed otherwise')]);
    expect(await ask([next], problems)).toBe(await ask([next]));
  });
});
