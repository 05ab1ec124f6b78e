import { approval, problemsOf, work } from './__fixtures__/steps';

const inTime = { afterMs: 10_000, outcome: 'fail' } as const;

describe('who may decide', () => {
  it.each([
    ['group:default/team'],
    ['user:default/jane.doe'],
    ['user:acme-corp/j_d-1'],
  ])('may be %s', ref => {
    const escalate = { afterMs: 1, to: [ref] };

    expect(problemsOf([approval('a', { approvers: [ref], escalate })])).toEqual(
      [],
    );
  });

  it.each([
    ['team'],
    ['group:team'],
    ['default/team'],
    ['component:default/team'],
    ['group:Default/team'],
    ['group:default/Team'],
    ['group:default/te am'],
    ['group:default/'],
    ['group:default/team/sub'],
    ['group:default/team:x'],
  ])('may not be %s', ref => {
    const message = `approver: must be the full ref of a user or a group, in lower case, such as group:default/team: '${ref}' is not`;
    const good = 'group:default/team';

    expect(
      problemsOf([
        approval('a', {
          approvers: [good, ref],
          escalate: { afterMs: 1, to: [ref] },
        }),
      ]),
    ).toEqual([
      `/steps/0/approvers/1: ${message}`,
      `/steps/0/escalate/to/0: ${message}`,
    ]);
  });
});

describe('the clocks of an approval', () => {
  it('may be anything where it does not time out', () => {
    expect(
      problemsOf([
        approval('a', {
          slaMs: 5,
          remindEveryMs: 86_400_000,
          escalate: { afterMs: 1_000_000, to: ['group:default/team'] },
        }),
      ]),
    ).toEqual([]);
  });

  it('may have it overdue when it times out', () => {
    expect(
      problemsOf([approval('a', { slaMs: 10_000, timeout: inTime })]),
    ).toEqual([]);
  });

  it('must not run after it has timed out', () => {
    const late = 'the approval times out after 10000 ms';

    expect(
      problemsOf([
        approval('a', {
          slaMs: 10_001,
          remindEveryMs: 10_000,
          escalate: { afterMs: 10_000, to: ['group:default/team'] },
          timeout: inTime,
        }),
      ]),
    ).toEqual([
      `/steps/0/slaMs: approval-times: is later: ${late}`,
      `/steps/0/remindEveryMs: approval-times: would never remind anybody: ${late}`,
      `/steps/0/escalate/afterMs: approval-times: would never ask anybody: ${late}`,
    ]);
  });
});

describe('the branch that a rejection takes', () => {
  const steps = (branch: string[]) => [
    approval('ask', { onReject: { branch } }),
    work('go', { dependsOn: ['ask'] }),
    work('undo', { dependsOn: ['ask', 'ask'] }),
    work('tell', { dependsOn: ['undo'] }),
  ];

  it('may be some of its dependents', () => {
    expect(problemsOf(steps(['undo']))).toEqual([]);
  });

  it.each([
    ['what depends on it only by others', ['undo', 'tell'], 1, 'tell'],
    ['itself', ['ask', 'undo'], 0, 'ask'],
    ['what there is not', ['constructor'], 0, 'constructor'],
  ])('may not be %s', (_, branch, at, key) => {
    expect(problemsOf(steps(branch))).toEqual([
      `/steps/0/onReject/branch/${at}: approval-branch: step '${key}' does not depend on this one`,
    ]);
  });

  it('may not be all of them', () => {
    expect(problemsOf(steps(['undo', 'go']))).toEqual([
      '/steps/0/onReject/branch: approval-branch: names all steps that depend on this one: none is left for an approval',
    ]);
  });

  it('may not be none of them', () => {
    expect(problemsOf(steps([]))[0]).toMatch(
      /^\/steps\/0\/onReject\/branch: schema: .*>=1 items/,
    );
  });
});

it('is not completed by an action', () => {
  const action = (name: string, then: 'continue' | 'complete') => ({
    name,
    handler: { name, version: 1 },
    inputSchema: { type: 'object' },
    then,
  });
  const actions = [action('resend', 'continue'), action('wave', 'complete')];

  expect(problemsOf([approval('a', { actions })])).toEqual([
    '/steps/0/actions/1/then: approval-action: an approval is for those to decide who may: no action completes it',
  ]);
});
