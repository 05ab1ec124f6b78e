import {
  aDecision,
  anEvent,
  aStep,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { clockOf, mayDecide, openQuestions, remindersOf } from './questions';

const asking = (
  stepKey: string,
  dueAt: string | null,
  approvers = ['user:a'],
) =>
  aStep({
    stepKey,
    status: 'waiting_human',
    waitingFor: { kind: 'approval', approvers, since: at(5), dueAt },
  });

describe('openQuestions', () => {
  it('are what steps wait for, with what they are about, the most urgent first', () => {
    const questions = openQuestions(
      [
        aStep({ stepKey: 'other', status: 'running' }),
        asking('late', at(500)),
        asking('approve_trial', at(125)),
        asking('whenever', null),
      ],
      [aDecision({ decidedAt: at(1), decision: 'approved' }), aDecision()],
    );
    expect(questions.map(each => each.stepKey)).toEqual([
      'approve_trial',
      'late',
      'whenever',
    ]);
    expect(questions[0].decision?.show).toMatchObject({ Seats: 25 });
    expect(questions[1].decision).toBeUndefined();
  });

  it('ask those too whom it was escalated to', () => {
    const [question] = openQuestions(
      [asking('approve_trial', null, ['group:a', 'group:b'])],
      [aDecision({ approvers: ['group:a'] })],
    );
    expect(question.approvers).toEqual(['group:a', 'group:b']);
  });

  it('do not take what was decided in an earlier passage for an answer', () => {
    const [question] = openQuestions(
      [{ ...asking('approve_trial', null), generation: 1 }],
      [aDecision()],
    );
    expect(question.decision).toBeUndefined();
  });

  it('may be about an output', () => {
    const [question] = openQuestions(
      [
        aStep({
          status: 'waiting_human',
          waitingFor: { kind: 'validation', since: at(3), results: [] },
        }),
      ],
      [],
    );
    expect(question).toMatchObject({ about: 'validation', dueAt: null });
  });
});

describe('remindersOf', () => {
  it('are those of the step and passage, each once, in order', () => {
    const step = aStep({ stepKey: 'approve_trial' });
    const event = (number: number, notice: string, more = {}) =>
      anEvent({
        number,
        type: 'step.waiting_human',
        stepKey: 'approve_trial',
        payload: { notice, ...(notice === 'escalated' && { to: ['group:b'] }) },
        ...more,
      });
    const found = remindersOf(
      [
        event(1, 'asked'),
        event(4, 'escalated'),
        event(2, 'reminder'),
        event(2, 'reminder'),
        event(3, 'overdue'),
        event(5, 'reminder', { generation: 1 }),
        event(6, 'reminder', { stepKey: 'another' }),
      ],
      step,
    );
    expect(found.map(({ notice, to }) => [notice, ...to])).toEqual([
      ['reminder'],
      ['overdue'],
      ['escalated', 'group:b'],
    ]);
  });
});

describe('clockOf', () => {
  const asked = { askedAt: at(0), dueAt: at(100) };
  it.each([
    [50, { kind: 'left', ms: 50_000 }],
    [91, { kind: 'close', ms: 9_000 }],
    [100, { kind: 'close', ms: 0 }],
    [130, { kind: 'overdue', ms: 30_000 }],
  ])('after %i s', (seconds, expected) => {
    expect(clockOf(asked, START + seconds * 1_000)).toEqual(expected);
  });

  it('does not tick where there is no limit', () => {
    expect(clockOf({ askedAt: null, dueAt: null }, START).kind).toBe('none');
    expect(clockOf({ askedAt: null, dueAt: at(9) }, START).kind).toBe('left');
  });
});

describe('mayDecide', () => {
  it.each([
    [[], [], true],
    [['group:default/Growth'], ['group:default/growth'], true],
    [['group:default/growth'], ['user:default/ada'], false],
  ])('%j asked, %j owned: %s', (approvers, owned, expected) => {
    expect(mayDecide(approvers, owned)).toBe(expected);
  });
});
