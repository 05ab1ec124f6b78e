import type { ApprovalStep } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { approval, step } from './__fixtures__/workflows';

const asked = (options: Partial<ApprovalStep> = {}) =>
  TestRun.started([approval('ok', [], options), step('after', ['ok'])]);

describe('a decision', () => {
  it('is kept as the output, with who took it', () => {
    const run = TestRun.started([
      approval('ok'),
      step('after', ['ok'], {
        when: { eq: [{ $ref: '/steps/ok/output/note' }, 'fine'] },
      }),
    ]);
    const told = run.approve('ok', 'fine');

    expect(told).toContain('start after #1');
    expect(run.state.outputs.ok).toEqual({
      decision: 'approved',
      note: 'fine',
      decidedBy: 'user:a',
      decidedAt: run.now,
    });
  });

  it('is told with what was asked, and since when', () => {
    const run = asked();
    const since = run.now;
    run.reject('ok', 'not like this');

    expect(run.fact('decision.made')).toMatchObject({
      about: 'approval',
      decision: 'rejected',
      actor: 'user:a',
      note: 'not like this',
      askedAt: since,
    });
    expect(run.fact('step.failed')).toMatchObject({
      attempt: null,
      durationMs: 1_000,
      error: { message: 'It was rejected: not like this' },
    });
  });

  it('is asked for with what who takes it has to know, as it is then', () => {
    const run = TestRun.started(
      [
        step('quote'),
        approval('ok', ['quote'], {
          show: {
            Customer: { $ref: '/input/customer' },
            Price: { $ref: '/steps/quote/output/price' },
            Discount: { $ref: '/steps/quote/output/discount' },
            Currency: 'EUR',
          },
          remindEveryMs: 60_000,
        }),
      ],
      { customer: 'Ada' },
    );
    run.complete('quote', { price: 12 });

    expect(run.fact('step.waiting_human')).toMatchObject({
      notice: 'asked',
      show: { Customer: 'Ada', Price: 12, Discount: null, Currency: 'EUR' },
    });
    run.due('ok', 'reminder');
    const reminder = run.fact('step.waiting_human');
    expect(reminder).toMatchObject({ notice: 'reminder' });
    expect(reminder).not.toHaveProperty('show');
  });

  it('is refused of a step that asks for none', () => {
    const run = asked();
    expect(run.approve('after')).toEqual(['decide refused']);
    expect(run.message).toBe(
      "Step 'after' asks for no decision: it is pending",
    );

    expect(run.approve('unknown')).toEqual(['decide refused']);
    expect(run.message).toBe("There is no step 'unknown'");
  });

  it('is refused a second time', () => {
    const run = asked();
    run.approve('ok');

    expect(run.reject('ok')).toEqual(['decide refused']);
  });

  it('wakes the run although others are still asked', () => {
    const run = TestRun.started([
      approval('one'),
      approval('two'),
      step('after', ['one']),
    ]);
    expect(run.state.status).toBe('waiting_human');

    expect(run.approve('one')).toContain('run resumed');
    expect(run.complete('after')).toEqual([
      'after completed #1',
      'run waiting_human',
    ]);
  });
});

describe('the clocks of an approval', () => {
  const clocks: Partial<ApprovalStep> = {
    approvers: ['user:a'],
    slaMs: 1_000,
    remindEveryMs: 2_000,
    escalate: { afterMs: 3_000, to: ['group:b', 'user:a'] },
    timeout: { afterMs: 4_000, outcome: 'reject' },
  };

  it('are set when it is asked for', () => {
    const run = new TestRun([approval('ok', [], clocks)]);

    expect(run.claim()).toEqual([
      'run started',
      'ok waiting_human: asked',
      'overdue timer ok #0 in 1000',
      'reminder timer ok #0 in 2000',
      'escalation timer ok #0 in 3000',
      'timeout timer ok #0 in 4000',
      'run waiting_human',
    ]);
    expect(run.state.steps.ok.waitingFor).toEqual({
      kind: 'approval',
      approvers: ['user:a'],
      since: run.now,
      dueAt: run.now + 1_000,
    });
  });

  it('are stopped by the decision', () => {
    expect(asked(clocks).approve('ok').slice(0, 4)).toEqual([
      'clear overdue timer ok',
      'clear reminder timer ok',
      'clear escalation timer ok',
      'clear timeout timer ok',
    ]);
  });

  it('say that it is overdue, once', () => {
    expect(asked(clocks).due('ok', 'overdue')).toEqual([
      'ok waiting_human: overdue',
    ]);
  });

  it('remind again and again', () => {
    const run = asked(clocks);
    for (let i = 0; i < 3; i++) {
      expect(run.due('ok', 'reminder')).toEqual([
        'ok waiting_human: reminder',
        'reminder timer ok #0 in 2000',
      ]);
    }
  });

  it('ask more people, who may decide as well', () => {
    const run = asked(clocks);

    expect(run.due('ok', 'escalation')).toEqual([
      'ok waiting_human: escalated',
    ]);
    expect(run.fact('step.waiting_human')).toMatchObject({
      to: ['group:b', 'user:a'],
      waitingFor: { approvers: ['user:a', 'group:b'] },
    });
  });

  it('shut nobody out where whoever has the permission may decide', () => {
    const run = asked({ ...clocks, approvers: [] });
    run.due('ok', 'escalation');

    expect(run.fact('step.waiting_human').waitingFor).toMatchObject({
      approvers: [],
    });
  });

  it('decide in the end, for nobody', () => {
    const run = asked(clocks);

    expect(run.due('ok', 'timeout')).toContain('ok made: rejected');
    expect(run.fact('decision.made')).toMatchObject({
      actor: null,
      note: 'Nobody decided in time',
    });
    expect(run.state.status).toBe('failed');
  });

  it('fail it with a time-out where the definition says so', () => {
    const run = asked({ timeout: { afterMs: 4_000, outcome: 'fail' } });
    run.due('ok', 'timeout');

    expect(run.facts.map(({ type }) => type)).not.toContain('decision.made');
    expect(run.fact('run.failed').error.code).toBe('APPROVAL_TIMEOUT');
  });

  it('decide nothing where they were never set', () => {
    const run = asked();

    for (const kind of [
      'overdue',
      'reminder',
      'escalation',
      'timeout',
    ] as const) {
      expect(run.due('ok', kind)).toEqual([]);
    }
  });
});

describe('a rejection that leads to a branch', () => {
  const branching = (join?: 'any') =>
    TestRun.started([
      approval('ok', [], { onReject: { branch: ['fix'] } }),
      step('fix', ['ok']),
      step('go', ['ok']),
      step('join', ['fix', 'go'], join ? { join } : {}),
    ]);

  it.each([
    ['approve', 'go', 'fix'],
    ['reject', 'fix', 'go'],
  ] as const)('%s: goes on with %s, not with %s', (decide, taken, other) => {
    const run = branching('any');

    expect(run[decide]('ok')).toContain(`${other} skipped: branch_not_taken`);
    expect(run.complete(taken)).toContain('start join #1');
  });

  it('leaves out what needs both branches', () => {
    const run = branching();
    run.reject('ok');

    expect(run.complete('fix')).toContain('join skipped: upstream_skipped');
    expect(run.fact('run.completed').partial).toBe(false);
  });

  it('goes on behind the branch where a join waits for the approval or the branch', () => {
    const run = TestRun.started([
      approval('ok', [], { onReject: { branch: ['fix'] } }),
      step('fix', ['ok']),
      step('go', ['ok', 'fix'], { join: 'any' }),
    ]);
    run.reject('ok');
    expect(run.complete('fix')).toContain('start go #1');

    const straight = TestRun.started(run.graph.definition.steps);
    expect(straight.approve('ok')).toContain('start go #1');
  });

  it('is not taken where the approval was skipped by force', () => {
    const run = branching();
    run.force('ok', 'skip');

    expect(run.statuses()).toMatchObject({ fix: 'skipped', go: 'skipped' });
  });
});
