import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { newRun } from '../__testUtils__/newRun';
import { tagChanges } from './tagChanges';
import { TooManyTags, Transition } from './Transition';

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `t${from + i}`);
const change = (added: string[], removed: string[] = []): RunFact => ({
  type: 'run.changed',
  at: 1,
  generation: 0,
  actionId: 'act_1',
  tags: { added, removed },
});
const told = (
  ...changes: RunFact[]
): { transition: Transition; facts: any } => ({
  transition: { runId: 'run_1', facts: changes },
  facts: changes,
});
const rows = (tags: string[]) =>
  new Map([
    ['run_1', { tags: JSON.stringify(tags), ordered_at: '7' }],
    ['run_2', { tags: '["x"]', ordered_at: '8' }],
  ]);

/** Tags of the run afterwards, and what becomes of the rows that lists look for. */
const after = (before: string[], ...all: ReturnType<typeof told>[]) => {
  const changes = tagChanges(all, rows(before));
  const run = changes.find(({ table }) => table === 'runs');
  return {
    tags: run && JSON.parse(String(run.set!.tags)),
    rows: changes
      .filter(({ table }) => table === 'run_tags')
      .map(({ kind, key }) => `${kind} ${key.tag} ${key.ordered_at}`),
  };
};

describe('tagChanges', () => {
  it.each<[string, string[], string[], string[], string[], string[]]>([
    ['adds', ['a'], ['b'], [], ['a', 'b'], ['upsert b 7']],
    ['removes', ['a', 'b'], [], ['a'], ['b'], ['delete a 7']],
    ['changes nothing twice', ['a'], ['a'], ['b'], ['a'], []],
    ['adds once', [], ['a', 'a'], [], ['a'], ['upsert a 7']],
    ['removes first, adds then', ['a'], ['a'], ['a'], ['a'], []],
    [
      'mends what was there twice',
      ['a', 'a'],
      ['b'],
      [],
      ['a', 'b'],
      ['upsert b 7'],
    ],
  ])('%s', (_, before, added, removed, tags, changed) => {
    expect(after(before, told(change(added, removed)))).toEqual({
      tags,
      rows: changed,
    });
  });

  it('applies changes of one batch one after the other', () => {
    const result = after(
      ['a'],
      told(change(['b'], ['a']), change(['c'])),
      told(change(['a'], ['b'])),
    );

    expect(result).toEqual({ tags: ['c', 'a'], rows: ['upsert c 7'] });
  });

  it('starts from what a run of the same batch was launched with', () => {
    const created = newRun('run_1', { create: { tags: ['z'] } });
    const result = after(
      [],
      { transition: created, facts: created.facts },
      told(change(['a'])),
    );

    expect(result).toEqual({ tags: ['z', 'a'], rows: ['upsert a 1000'] });
  });

  it('says nothing of other facts and other runs', () => {
    const other: RunFact = {
      type: 'run.changed',
      at: 1,
      generation: 0,
      ownerRef: null,
    };

    expect(tagChanges([told(other)], rows(['a']))).toEqual([]);
  });

  it('refuses more than fifty, counting what is there', () => {
    const full = numbered(1, 50);

    expect(() => after(full, told(change(['one more'])))).toThrow(TooManyTags);
    expect(() =>
      after(
        numbered(1, 30),
        told(change(numbered(31, 45))),
        told(change(numbered(40, 51))),
      ),
    ).toThrow(TooManyTags);
    expect(after(full, told(change(['t51'], ['t1']))).tags).toHaveLength(50);
    expect(after(full, told(change(['t1']))).tags).toHaveLength(50);
  });

  it('lets go of tags that are too many already', () => {
    const { tags } = after(numbered(1, 60), told(change([], ['t1'])));

    expect(tags).toHaveLength(59);
  });
});
