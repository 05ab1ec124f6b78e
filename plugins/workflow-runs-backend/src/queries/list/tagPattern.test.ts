import { Knex } from 'knex';
import { describeOnDatabases } from '../../__testUtils__/databases';
import { withTags } from './tagPattern';

describeOnDatabases('a pattern of tags', createDatabase => {
  let knex: Knex;
  const tags = ['prod', 'prod-eu', 'nightly', 'eu', 'a,b', 'größe', 'PROD'];
  const insert = (names: string[]) =>
    knex.batchInsert(
      'run_tags',
      names.flatMap(tag =>
        [1, 2].map(i => ({ tag, ordered_at: i, run_id: `run_${i}` })),
      ),
      100,
    );

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    await insert(tags);
  });

  const matches = async (tagPattern: string, tag?: string[]) =>
    (await withTags(knex, { tagPattern, tag })).tag!.sort();

  it.each([
    ['prod', ['prod', 'prod-eu']],
    ['^prod$', ['prod']],
    ['(?i)^prod$', ['PROD', 'prod']],
    ['eu$', ['eu', 'prod-eu']],
    ['^(nightly|größe)$', ['größe', 'nightly']],
    [',', ['a,b']],
    ['.', [...tags].sort()],
    ['none', []],
  ])('%s matches %j', async (pattern, expected) => {
    expect(await matches(pattern)).toEqual(expected);
  });

  it('is looked for only among the tags that are named, where some are', async () => {
    expect(await matches('eu', ['eu', 'prod', 'eu-none'])).toEqual([
      'eu',
      'eu-none',
    ]);
  });

  it('leaves a filter alone that has none', async () => {
    expect(await withTags(knex, { tag: ['x'], backfill: true })).toEqual({
      tag: ['x'],
      backfill: true,
    });
  });

  it('is refused where it takes long for each text, however short it is', async () => {
    const costly = `${'[^a]{0,999}'.repeat(22)}y`;

    await expect(matches(costly)).rejects.toMatchObject({
      violations: [
        { rule: 'pattern', message: expect.stringContaining('too complex') },
      ],
    });
  });

  it('lets others have their turn, and is given up where it takes too long', async () => {
    const many = Array.from(
      { length: 10_000 },
      (_, i) => `${'x'.repeat(94)}${i}`,
    );
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    }, 1);

    await expect(
      matches(`(?i)${'[^a]{0,10}'.repeat(22)}y`, many),
    ).rejects.toMatchObject({ violations: [{ rule: 'too_slow' }] });
    clearInterval(others);
    expect(turns).toBeGreaterThan(20);
  });

  it.each(['(', 'a{2,1}', '(?=a)', '\\1', '[z-a]'])(
    '%s is refused',
    async pattern => {
      await expect(matches(pattern)).rejects.toMatchObject({
        name: 'InputError',
        violations: [{ pointer: '/tagPattern', rule: 'pattern' }],
      });
    },
  );

  it('takes no longer for one that would drive others mad', async () => {
    const hostile = [`${'a'.repeat(127)}!`];

    expect(await matches('^(a+)+$', hostile)).toEqual([]);
    expect(await matches('^(a|aa)+$', hostile)).toEqual([]);
  });

  it('is refused where it matches too many', async () => {
    await insert(Array.from({ length: 201 }, (_, i) => `many-${i}`));

    await expect(matches('many')).rejects.toMatchObject({
      violations: [{ pointer: '/tagPattern', rule: 'too_big' }],
    });
    expect(await matches('many-7$')).toEqual(['many-7']);
  });
});
