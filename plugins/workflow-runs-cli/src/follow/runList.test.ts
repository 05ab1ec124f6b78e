import type { Run } from 'backstage-plugin-workflow-runs-common';
import { aRun, at } from 'backstage-plugin-workflow-runs-react/testing';
import { updateList } from './runList';

const run = (id: string, second: number, over: Partial<Run> = {}) =>
  aRun({ id, queuedAt: at(second), ...over });
const runs = [run('c', 30), run('b', 20), run('a', 10)];
const update = (
  over: Partial<Parameters<typeof updateList>[1]>,
  hasMore = false,
) =>
  updateList(
    { runs, hasMore },
    { items: [], gone: [], isPartial: false, ...over },
  );
const idsOf = ({ list }: ReturnType<typeof updateList>) =>
  list.runs.map(({ id }) => id);

describe('updateList', () => {
  it('changes rows in place, and leaves what is older than they are', () => {
    const told = [
      run('b', 20, { status: 'failed', position: 20 }),
      run('a', 10, { status: 'failed', position: 5 }),
    ];
    const { list } = update({ items: told });
    expect(list.runs.map(({ status }) => status)).toEqual([
      'running',
      'failed',
      'running',
    ]);
  });

  it('puts what is new where it belongs', () => {
    const items = [run('d', 40), run('between', 15)];
    expect(idsOf(update({ items }))).toEqual(['d', 'c', 'b', 'between', 'a']);
  });

  it('leaves out what belongs on an older page', () => {
    const items = [run('d', 40), run('old', 5)];
    expect(idsOf(update({ items }, true))).toEqual(['d', 'c', 'b', 'a']);
    expect(idsOf(update({ items }, false))).toContain('old');
  });

  it('drops what fits no longer, and asks for what comes in its place', () => {
    expect(idsOf(update({ gone: ['b'] }))).toEqual(['c', 'a']);
    expect(update({ gone: ['b'] }).isStale).toBe(false);
    expect(update({ gone: ['b'] }, true).isStale).toBe(true);
    expect(update({ gone: ['elsewhere'] }, true).isStale).toBe(false);
  });

  it('is read anew where more has changed than was told', () => {
    expect(update({ isPartial: true }).isStale).toBe(true);
  });
});
