import type { Attempt, OperatorAction, Run, Step } from '../model/run';
import { explain } from './explain';

const progress = { completedSteps: 3, totalSteps: 9, percentage: 33 };
const error = {
  category: 'external_api',
  code: '503',
  message: 'no answer',
  stepKey: 'provision',
} as const;
const failed: Pick<Run, 'status' | 'error' | 'progress'> = {
  status: 'failed',
  error,
  progress,
};
const aStep = (over: Partial<Step>) =>
  ({ stepKey: 'other', itemIndex: -1, status: 'completed', ...over } as Step);
const anAttempt = (over: Partial<Attempt>) =>
  ({
    stepKey: 'provision',
    itemIndex: -1,
    number: 1,
    expected: null,
    ...over,
  } as Attempt);

describe('explain', () => {
  it('tells how a step gave up', () => {
    const step = aStep({ stepKey: 'provision', status: 'failed', attempts: 3 });
    const skipped = { status: 'skipped' } as const;
    const steps = [
      step,
      aStep({ stepKey: 'a', ...skipped, skipReason: 'condition' }),
      aStep({ stepKey: 'b', ...skipped, skipReason: 'upstream_failed' }),
    ];
    const attempts = [
      anAttempt({}),
      anAttempt({ number: 2, expected: false }),
      anAttempt({ number: 3, expected: true }),
      anAttempt({ stepKey: 'other' }),
    ];

    expect(explain({ run: failed, steps, attempts }, [])).toEqual({
      kind: 'failed',
      step,
      error,
      attempts: 3,
      expectedRetries: 1,
      unexpectedRetries: 1,
      skipped: 1,
    });
  });

  it('counts attempts that nobody has told of', () => {
    const step = aStep({ stepKey: 'provision', status: 'failed', attempts: 5 });
    const attempts = [anAttempt({ number: 4 }), anAttempt({ number: 5 })];

    expect(explain({ run: failed, steps: [step], attempts }, [])).toMatchObject(
      { attempts: 5 },
    );
  });

  it('makes do without a step', () => {
    const run = { ...failed, error: null };

    expect(explain({ run, steps: [], attempts: [] }, [])).toMatchObject({
      step: undefined,
      attempts: 1,
    });
  });

  it.each(['cancel', 'terminate'])(
    'tells who asked to %s, why, and how far it had come',
    name => {
      const run = { ...failed, status: 'canceled', error: null } as const;
      const action = {
        action: name,
        actor: 'user:default/operator',
        reason: 'Wrong account',
      } as OperatorAction;

      expect(explain({ run, steps: [], attempts: [] }, [action])).toEqual({
        kind: 'canceled',
        actor: 'user:default/operator',
        reason: 'Wrong account',
        completed: 3,
        total: 9,
        skipped: 0,
      });
    },
  );

  it('has nothing to say of a run that goes on', () => {
    const run = { ...failed, status: 'running', error: null } as const;

    expect(explain({ run, steps: [], attempts: [] }, [])).toBeUndefined();
  });
});
