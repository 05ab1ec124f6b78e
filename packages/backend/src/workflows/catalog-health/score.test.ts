import { CheckResult } from './findings';
import { scoreOf } from './score';

const check = (partial: Partial<CheckResult> = {}): CheckResult => ({
  checked: 10,
  entitiesWithErrors: 0,
  entitiesWithWarnings: 0,
  errors: 0,
  warnings: 0,
  findings: [],
  ...partial,
});

describe('scoreOf', () => {
  it.each([
    ['a flawless catalog', [check(), check()], 100, 'good'],
    ['an empty catalog', [check({ checked: 0 })], 100, 'good'],
    ['one error', [check({ entitiesWithErrors: 1 })], 90, 'good'],
    [
      'warnings, which count half',
      [check({ entitiesWithWarnings: 3 })],
      85,
      'fair',
    ],
    [
      'errors in one check of two',
      [check({ entitiesWithErrors: 10 }), check()],
      50,
      'poor',
    ],
    [
      'a single warning in many',
      [check({ checked: 9999, entitiesWithWarnings: 1 })],
      99.9,
      'good',
    ],
    ['nothing right', [check({ entitiesWithErrors: 10 })], 0, 'poor'],
  ] as [string, CheckResult[], number, string][])(
    'scores %s',
    (_, checks, score, grade) => {
      expect(scoreOf(checks)).toMatchObject({ score, grade });
    },
  );

  it('names the entities with most findings first', () => {
    const finding = (entity: string) => ({
      entity,
      rule: 'owner_missing' as const,
      severity: 'error' as const,
      detail: '',
    });
    const { worst } = scoreOf([
      check({ findings: [finding('b'), finding('c'), finding('a')] }),
      check({ findings: [finding('c')] }),
    ]);
    expect(worst).toEqual([
      { entity: 'c', findings: 2 },
      { entity: 'a', findings: 1 },
      { entity: 'b', findings: 1 },
    ]);
  });
});
