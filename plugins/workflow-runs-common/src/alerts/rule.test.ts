import { alertRuleContentSchema } from './rule';

const HOUR_MS = 3_600_000;
const RULE = {
  name: 'Orders fail',
  kind: 'failure_rate',
  scope: { workflows: ['embedded/orders'] },
  threshold: 20,
  windowMs: HOUR_MS,
};
const parse = (change: object) =>
  alertRuleContentSchema.safeParse({ ...RULE, ...change });

it.each([
  [{}],
  [{ kind: 'p95_duration', threshold: 1 }],
  [{ kind: 'retry_rate', threshold: 150 }],
  [{ kind: 'nothing_ended', threshold: HOUR_MS, windowMs: undefined }],
  [{ kind: 'queue_age', threshold: 60_000, windowMs: undefined }],
  [{ scope: { viewId: 'view_1' } }],
  [{ windowMs: 30 * 24 * HOUR_MS }],
  [{ forMs: HOUR_MS }],
  [{ runbookUrl: 'https://acme.test/runbook' }],
])('%j is a rule', change => {
  expect(parse(change).error).toBeUndefined();
});

it.each([
  [{ name: ' ' }, 'name', 'too_small'],
  [{ threshold: 0 }, 'threshold', 'range'],
  [{ threshold: 100 }, 'threshold', 'range'],
  [{ threshold: -1 }, 'threshold', 'range'],
  [{ threshold: Number.NaN }, 'threshold', 'invalid_type'],
  [{ kind: 'retry_rate', threshold: 0 }, 'threshold', 'range'],
  [{ windowMs: undefined }, 'windowMs', 'required'],
  [{ windowMs: 0 }, 'windowMs', 'too_small'],
  [{ windowMs: HOUR_MS + 1 }, 'windowMs', 'not_multiple_of'],
  [{ windowMs: 31 * 24 * HOUR_MS }, 'windowMs', 'too_big'],
  [{ forMs: HOUR_MS + 1 }, 'forMs', 'longer_than_window'],
  [{ kind: 'queue_age', threshold: HOUR_MS }, 'windowMs', 'unused'],
  [
    { kind: 'nothing_ended', threshold: 60_000, windowMs: undefined },
    'threshold',
    'range',
  ],
  [
    {
      kind: 'queue_age',
      threshold: 60_000,
      windowMs: undefined,
      forMs: HOUR_MS,
    },
    'forMs',
    'longer_than_window',
  ],
  [{ minRuns: 0 }, 'minRuns', 'too_small'],
  [{ scope: { workflows: [] } }, 'scope', 'too_small'],
  [{ scope: { workflows: ['orders'] } }, 'scope', 'invalid_format'],
  [{ remindMs: 1 }, 'remindMs', 'too_small'],
  [{ runbookUrl: 'ftp://acme.test/runbook' }, 'runbookUrl', 'invalid_format'],
  [{ kind: 'mood' }, 'kind', 'invalid_value'],
])('%j is refused: %s, %s', (change, field, rule) => {
  const [issue] = parse(change).error!.issues;

  expect(issue.path[0]).toBe(field);
  expect(
    issue.code === 'custom' ? issue.params?.rule ?? issue.code : issue.code,
  ).toBe(rule);
});
