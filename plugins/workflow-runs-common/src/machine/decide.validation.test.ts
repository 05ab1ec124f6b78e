import type { ValidatorDefinition } from '../definition/steps';
import { TestRun } from './__fixtures__/TestRun';
import { map, step, validator } from './__fixtures__/workflows';
import { gravestOf } from './validation';

const handler = { name: 'any', version: 1 };
const judged = (...otherwise: ValidatorDefinition['otherwise'][]) =>
  TestRun.started([
    step('a', [], {
      retry: { kind: 'failAfter', attempts: 9, delayMs: 0 },
      validators: otherwise.map(validator),
    }),
    step('after', ['a'], {
      when: { eq: [{ $ref: '/steps/a/output' }, 'judged'] },
    }),
  ]);

describe('gravestOf', () => {
  const verdict = (passed: boolean) => ({
    validator: 'v',
    passed,
    score: null,
    reasons: [],
  });
  it.each([
    [['warn', 'ask', 'fail'], 'fail'],
    [['warn', 'ask'], 'ask'],
    [['warn', 'warn'], 'warn'],
  ] as const)('of %j that did not pass is %s', (otherwise, gravest) => {
    const found = gravestOf(
      otherwise.map(validator),
      otherwise.map(() => verdict(false)),
    );
    expect(found?.otherwise).toBe(gravest);
  });

  it('is none where all passed, or nothing was found', () => {
    expect(gravestOf([validator('fail')], [verdict(true)])).toBeUndefined();
    expect(gravestOf([validator('fail')], [])).toBeUndefined();
    expect(gravestOf([], [verdict(false)])).toBeUndefined();
  });
});

describe('an output that does not pass', () => {
  it('is never tried again by policy', () => {
    const run = judged('fail');

    expect(run.completeValidated('a', false)).toEqual([
      'a validation_failed #1',
      'a failed #1',
      'after skipped: upstream_failed',
      'run failed',
    ]);
  });

  it('names the validator that decided', () => {
    const run = judged('warn', 'fail');
    run.completeValidated('a', false, false);

    expect(run.fact('run.failed').error).toEqual({
      category: 'validation_failed',
      code: 'VALIDATION',
      message: 'The output did not pass v1: too short',
    });
  });

  it('completes the step with a note where that is all it is for', () => {
    const run = judged('warn');

    expect(run.completeValidated('a', false)).toContain('start after #1');
    expect(run.fact('step.validation_failed')).toMatchObject({
      otherwise: 'warn',
      results: [{ passed: false }],
    });
  });

  it('does not ask anybody in a run that fails already', () => {
    const run = TestRun.started([
      step('a', [], { validators: [validator('ask')] }),
      step('bad'),
    ]);
    run.fail('bad');

    expect(run.completeValidated('a', false)).toEqual([
      'a validation_failed #1',
      'a failed #1',
      'run failed',
    ]);
    expect(run.fact('run.failed').step).toBe('bad');
  });

  it('fails an item of a fan-out', () => {
    const run = TestRun.started(
      [
        map('m', [], {
          each: {
            handler,
            retry: { kind: 'none' },
            timeoutMs: 1_000,
            validators: [validator('fail')],
          },
          tolerate: { failures: 1 },
        }),
      ],
      { list: [1] },
    );

    expect(run.completeValidated('m#0', false)).toContain('m#0 failed #1');
  });
});

describe('a human who is asked about an output', () => {
  it('approves it: the step completes with it', () => {
    const run = judged('ask');
    run.completeValidated('a', false);
    expect(run.state.status).toBe('waiting_human');

    expect(run.approve('a')).toEqual([
      'a made: approved',
      'a completed #1',
      'decide completed',
      'run resumed',
      'after started #1',
      'start after #1',
    ]);
    expect(run.fact('decision.made').about).toBe('validation');
  });

  it('rejects it: the step fails', () => {
    const run = judged('ask');
    run.completeValidated('a', false);
    run.reject('a', 'nonsense');

    expect(run.fact('run.failed').error).toEqual({
      category: 'validation_failed',
      code: 'REJECTED',
      message: 'It was rejected: nonsense',
    });
  });

  it('still finds it after a restart', () => {
    const run = judged('ask');
    run.completeValidated('a', false);
    Object.assign(run.state, run.restored());

    expect(run.approve('a')).toContain('start after #1');
  });
});
