import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { visibilityOf } from './visibilityOf';

const under = (conditions: object) =>
  visibilityOf({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'scaffolder',
    resourceType: 'scaffolder-task',
    conditions: conditions as any,
  });
const own = (...createdBy: string[]) => ({
  rule: 'IS_TASK_OWNER',
  resourceType: 'scaffolder-task',
  params: { createdBy },
});
const ADA = { field: 'startedBy', values: ['user:default/ada'] };

describe('what the scaffolder lets somebody read', () => {
  it('is everything, or nothing', () => {
    expect(visibilityOf({ result: AuthorizeResult.ALLOW })).toBe('all');
    expect(visibilityOf({ result: AuthorizeResult.DENY })).toBe('none');
  });

  it.each([
    [own('user:default/ada'), ADA],
    [{ not: own('user:default/ada') }, { not: ADA }],
    [
      { anyOf: [own('user:default/ada'), { allOf: [own()] }] },
      { anyOf: [ADA, { allOf: [{ field: 'startedBy', values: [] }] }] },
    ],
  ])('%j is %j', (conditions, criteria) => {
    expect(under(conditions)).toEqual(criteria);
  });

  it.each([
    { rule: 'IS_SOMETHING_NEW', params: {} },
    { not: { rule: 'IS_SOMETHING_NEW', params: {} } },
    { anyOf: [own('user:default/ada'), { rule: 'IS_SOMETHING_NEW' }] },
    { rule: 'IS_TASK_OWNER', params: { createdBy: 'user:default/ada' } },
    {},
  ])('is nothing where a rule is not known: %j', conditions => {
    expect(under(conditions)).toBe('none');
  });
});
