import { bulkRoutes } from './bulkRoutes';

const preview = { action: 'cancel', runIds: ['run_1'] };
const job = { ...preview, name: 'Tidy up', reason: 'no longer needed' };
const problemsOf = (request: object) =>
  bulkRoutes.startBulkJob.body
    .safeParse(request)
    .error?.issues.map(issue => issue.path.join('/'));

describe('a bulk job', () => {
  it.each([
    [job],
    [{ ...job, runIds: undefined, filter: { status: 'failed,canceled' } }],
    [{ ...job, action: 'resolve', params: { note: 'seen to' } }],
    [{ ...job, params: {} }],
    [{ ...job, action: 'tag', params: { add: ['seen'], remove: ['new'] } }],
    [{ ...job, action: 'assign', params: { owner: 'group:default/team' } }],
    [{ ...job, action: 'assign', params: { owner: null } }],
    [{ ...job, runIds: undefined, filter: { view: 'view_1' } }],
    [{ ...job, runIds: Array.from({ length: 1_000 }, (_, i) => `run_${i}`) }],
  ])('%# is what it should be', request => {
    expect(problemsOf(request)).toBeUndefined();
  });

  it.each([
    ['no runs at all', { runIds: undefined }, 'runIds'],
    ['no run', { runIds: [] }, 'runIds'],
    ['both ids and a filter', { filter: { status: 'failed' } }, 'filter'],
    ['an empty filter', { runIds: undefined, filter: {} }, 'filter'],
    [
      'a filter that there is not',
      { runIds: undefined, filter: { colour: 'red' } },
      'filter',
    ],
    [
      'a filter in another form',
      { runIds: undefined, filter: { status: ['failed'] } },
      'filter/status',
    ],
    ['a run that is named twice', { runIds: ['a', 'b', 'a'] }, 'runIds/2'],
    ['an empty id', { runIds: [''] }, 'runIds/0'],
    [
      'more ids than a job may name',
      { runIds: Array.from({ length: 1_001 }, (_, i) => `run_${i}`) },
      'runIds',
    ],
    ['an action that there is not', { action: 'explode' }, 'action'],
    ['an action for single runs', { action: 'force' }, 'action'],
    ['what the action does not take', { params: { note: 'x' } }, 'params/note'],
    ['no note to resolve with', { action: 'resolve' }, 'params/note'],
    [
      'a blank note',
      { action: 'resolve', params: { note: '  ' } },
      'params/note',
    ],
    ['no tags', { action: 'tag' }, 'params/add'],
    [
      'a tag that is to be added and removed',
      { action: 'tag', params: { add: ['a'], remove: ['b', 'a'] } },
      'params/remove/1',
    ],
    ['no owner', { action: 'assign' }, 'params/owner'],
    ['parameters that there are not', { params: { colour: 'red' } }, 'params'],
    ['no reason', { reason: undefined }, 'reason'],
    ['a blank reason', { reason: ' ' }, 'reason'],
    ['a reason that is too long', { reason: 'x'.repeat(1_001) }, 'reason'],
    ['no name', { name: undefined }, 'name'],
    ['a blank name', { name: '' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
  ])('with %s is refused', (_, wrong, pointer) => {
    expect(problemsOf({ ...job, ...wrong })).toEqual([pointer]);
  });

  it('is previewed without a name and a reason', () => {
    const { body } = bulkRoutes.previewBulkJob;

    expect(body.safeParse(preview).success).toBe(true);
    expect(body.safeParse({ ...preview, runIds: undefined }).success).toBe(
      false,
    );
  });

  it('is previewed before it is said what the action needs', () => {
    const { body } = bulkRoutes.previewBulkJob;
    const resolving = { action: 'resolve', runIds: ['run_1'] };

    expect(body.safeParse(resolving).success).toBe(true);
    expect(
      body.safeParse({ ...resolving, params: { owner: null } }).success,
    ).toBe(false);
  });
});
