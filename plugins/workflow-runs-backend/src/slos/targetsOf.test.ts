import { SloRule } from './config';
import { targetsOf } from './targetsOf';

const REF = 'embedded/w';

/** Targets in few words. */
const told = (
  subject: { annotated?: string; defined?: object },
  rules: SloRule[],
  environments?: string[],
) =>
  targetsOf(
    { ref: REF, annotated: null, defined: null, ...subject },
    rules,
    environments,
  ).targets.map(({ objective, environment, target, durationMs, source }) =>
    [objective, environment ?? 'all', durationMs ?? target, source].join(' '),
  );

const rule = (workflow: string, more: Partial<SloRule>): SloRule => ({
  workflow,
  ...more,
});

describe('the most particular source wins', () => {
  const any = rule('*', { successRate: 0.9, p95Duration: '1h' });
  const named = rule(REF, { successRate: 0.95 });
  const ofProd = rule(REF, { environment: 'prod', successRate: 0.99 });
  const anyProd = rule('*', { environment: 'prod', successRate: 0.98 });
  const other = rule('embedded/other', { successRate: 0.5 });

  it.each([
    ['nobody', {}, [], []],
    ['another workflow', {}, [other], []],
    [
      'all workflows',
      {},
      [any],
      [
        'success_rate all 0.9 configuration',
        'p95_duration all 3600000 configuration',
      ],
    ],
    [
      'this workflow, for one of two objectives',
      {},
      [any, named],
      [
        'success_rate all 0.95 configuration',
        'p95_duration all 3600000 configuration',
      ],
    ],
    [
      'an environment, beside all of them',
      {},
      [named, ofProd],
      [
        'success_rate all 0.95 configuration',
        'success_rate prod 0.99 configuration',
      ],
    ],
    [
      'an environment of all workflows, where the workflow has its own',
      {},
      [anyProd, named],
      ['success_rate all 0.95 configuration'],
    ],
    [
      'only an environment',
      {},
      [anyProd],
      ['success_rate prod 0.98 configuration'],
    ],
    [
      'the definition',
      { defined: { successRate: 0.8 } },
      [any, ofProd],
      [
        'success_rate all 0.8 definition',
        'p95_duration all 3600000 configuration',
      ],
    ],
    [
      'the entity',
      { annotated: 'success-rate=70%', defined: { p95Duration: '5m' } },
      [any, ofProd],
      ['success_rate all 0.7 annotation', 'p95_duration all 300000 definition'],
    ],
  ])('%s', (_, subject, rules, wanted) => {
    expect(told(subject, rules)).toEqual(wanted);
    expect(told(subject, [...rules].reverse())).toEqual(wanted);
  });

  it.each([
    ['prod', ['success_rate prod 0.99 configuration']],
    ['stage', ['success_rate stage 0.95 configuration']],
  ])('in %s', (environment, wanted) => {
    const rules = [anyProd, named, ofProd];
    expect(told({}, rules, [environment])).toEqual(wanted);
  });

  it('in each environment that is asked for, whoever says so', () => {
    const subject = { annotated: 'success-rate=70%' };
    expect(told(subject, [ofProd], ['prod', 'stage'])).toEqual([
      'success_rate prod 0.7 annotation',
      'success_rate stage 0.7 annotation',
    ]);
  });
});

it('an annotation that cannot be understood is told, and others speak', () => {
  const { targets, problems } = targetsOf(
    {
      ref: REF,
      annotated: 'success-rate=all',
      defined: { successRate: 0.8, window: '1w' },
    },
    [],
  );

  expect(problems).toMatchObject([{ field: 'success-rate', rule: 'value' }]);
  expect(targets).toMatchObject([{ source: 'definition', windowDays: 7 }]);
});

it('a window is 28 days where nobody says', () => {
  const subject = { ref: REF, annotated: 'p95-duration=1m', defined: null };
  expect(targetsOf(subject, []).targets).toEqual([
    {
      objective: 'p95_duration',
      environment: null,
      target: 0.95,
      durationMs: 60_000,
      windowDays: 28,
      source: 'annotation',
    },
  ]);
});
