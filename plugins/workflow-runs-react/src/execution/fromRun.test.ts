import { aRun, aSnapshot, aStep, at } from '../testing';
import { belongsTo, toExecution, toProgress } from './fromRun';

const failure = {
  category: 'external_api' as const,
  code: '503',
  message: 'Mail server answered 503',
};

describe('toExecution', () => {
  it('tells of a run and its steps', () => {
    const run = aRun({
      status: 'failed',
      completedAt: at(20),
      error: { ...failure, stepKey: 'send_mail' },
    });
    const steps = [
      aStep({ status: 'completed', durationMs: 1_500 }),
      aStep({
        stepKey: 'send_mail',
        itemIndex: 3,
        type: 'io',
        status: 'failed',
        error: failure,
      }),
    ];
    expect(toExecution(aSnapshot({ run, steps }))).toEqual({
      id: run.id,
      workflowId: 'embedded/trial_activation',
      status: 'failed',
      startedAt: at(0),
      completedAt: at(20),
      error: 'Mail server answered 503',
      actionResults: [
        {
          actionId: 'load_account',
          actionType: 'tool',
          status: 'completed',
          duration: 1_500,
          error: null,
        },
        {
          actionId: 'send_mail[3]',
          actionType: 'io',
          status: 'failed',
          duration: null,
          error: 'Mail server answered 503',
        },
      ],
    });
  });
});

describe('toProgress', () => {
  it.each([null, 90_000])('makes up no time that remains: %j', remaining => {
    const progress = { completedSteps: 7, totalSteps: 15, percentage: 47 };
    expect(toProgress(aRun({ progress }), remaining)).toEqual({
      ...progress,
      estimatedTimeRemaining: remaining,
    });
  });
});

describe('belongsTo', () => {
  it.each([
    ['default', 'embedded/trial_activation', true],
    ['other', 'embedded/trial_activation', false],
    ['default', 'embedded/data_sync', false],
    ['default', 'trial_activation', false],
  ])('in tenant %s, workflow %s: %s', (tenant, workflow, expected) => {
    expect(belongsTo(aRun(), tenant, workflow)).toBe(expected);
  });
});
