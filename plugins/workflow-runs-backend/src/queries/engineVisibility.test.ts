import { RunResource } from 'backstage-plugin-workflow-runs-node';
import { isRunVisible, isWorkflowVisible } from './condition';
import { narrowedBy, withoutHidden } from './engineVisibility';

const run = (engine: string, startedBy: string | null): RunResource => ({
  workflow: {
    ref: `${engine}/build`,
    engine,
    tenantId: 'default',
    ownerRefs: [],
  },
  status: 'running',
  environment: 'test',
  tags: [],
  startedBy,
});
const MINE = { field: 'startedBy' as const, values: ['user:default/me'] };
const mine = { instances: ['templates'], visibility: MINE };

describe('what an engine lets somebody see', () => {
  it.each([
    ['runs of others', run('embedded', null), true],
    ['one’s own of it', run('templates', 'user:default/me'), true],
    ['those of another of it', run('templates', 'user:default/you'), false],
    ['those of nobody of it', run('templates', null), false],
  ])('narrows its runs alone: %s', (_, resource, isVisible) => {
    expect(isRunVisible(resource, narrowedBy([mine], 'all'))).toBe(isVisible);
  });

  it('widens nothing', () => {
    const none = narrowedBy([mine], 'none');
    const others = narrowedBy([mine], { field: 'engine', values: ['ci'] });

    expect(none).toBe('none');
    expect(isRunVisible(run('templates', 'user:default/me'), others)).toBe(
      false,
    );
  });

  it('changes nothing where it is all', () => {
    const all = { instances: ['templates'], visibility: 'all' as const };

    expect(narrowedBy([all], 'all')).toBe('all');
  });

  it('hides its workflows where it is nothing', () => {
    const hidden = { instances: ['templates'], visibility: 'none' as const };
    const visibility = withoutHidden([hidden], 'all');

    expect(isWorkflowVisible(run('templates', null).workflow, visibility)).toBe(
      false,
    );
    expect(isWorkflowVisible(run('ci', null).workflow, visibility)).toBe(true);
    expect(withoutHidden([mine], 'all')).toBe('all');
  });
});
