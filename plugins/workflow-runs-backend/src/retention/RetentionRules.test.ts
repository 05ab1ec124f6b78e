import {
  checkRetention,
  DEFAULT_RETENTION,
  holdingTag,
  RetentionOrigin,
  RetentionPolicy,
  RetentionPolicyContent,
} from 'backstage-plugin-workflow-runs-common';
import { DAY_MS, KeptRun, RetentionRules } from './RetentionRules';

const NOW = 1_000 * DAY_MS;

const policy = (
  days: RetentionPolicy['days'],
  who: Partial<RetentionPolicyContent> = {},
  origin: RetentionOrigin = 'database',
): RetentionPolicy => ({
  tenantId: null,
  workflow: null,
  status: null,
  ...who,
  days,
  origin,
});
const run = (more: Partial<KeptRun> = {}): KeptRun => ({
  tenantId: 'acme',
  workflow: 'embedded/orders',
  status: 'completed',
  tags: [],
  queuedAt: NOW - 101 * DAY_MS,
  completedAt: NOW - 100 * DAY_MS,
  needsIntervention: false,
  deletedAt: { logs: null, io: null, artifacts: null, sealed: null },
  ...more,
});
const rules = (...policies: RetentionPolicy[]) =>
  new RetentionRules([...DEFAULT_RETENTION, ...policies], ['legal-hold']);

describe('for how long a run is kept', () => {
  const workflow = 'embedded/orders';
  it.each<[string, RetentionPolicy[], number]>([
    ['what is built in', [], 365],
    ['a policy about all', [policy({ runs: 10 })], 10],
    [
      'that of the tenant before that about all',
      [policy({ runs: 10 }, { tenantId: 'acme' }), policy({ runs: 20 })],
      10,
    ],
    [
      'that of the status before that about all',
      [policy({ runs: 20 }), policy({ runs: 10 }, { status: 'completed' })],
      10,
    ],
    [
      'that of the tenant before that of the status',
      [
        policy({ runs: 20 }, { status: 'completed' }),
        policy({ runs: 10 }, { tenantId: 'acme' }),
      ],
      10,
    ],
    [
      'that of the workflow before that of tenant and status',
      [
        policy({ runs: 20 }, { tenantId: 'acme', status: 'completed' }),
        policy({ runs: 10 }, { workflow }),
      ],
      10,
    ],
    [
      'that of the database before that of the configuration',
      [policy({ runs: 20 }, {}, 'configuration'), policy({ runs: 10 })],
      10,
    ],
    [
      'the more particular one, wherever it comes from',
      [
        policy({ runs: 10 }, { workflow }, 'configuration'),
        policy({ runs: 20 }),
      ],
      10,
    ],
    [
      'none of another tenant, workflow or status',
      [
        policy({ runs: 1 }, { tenantId: 'other' }),
        policy({ runs: 2 }, { workflow: 'embedded/other' }),
        policy({ runs: 3 }, { status: 'failed' }),
      ],
      365,
    ],
    [
      'none that says nothing of it',
      [policy({ logs: 1 }, { workflow }), policy({ runs: 10 })],
      10,
    ],
  ])('says %s', (_, policies, days) => {
    expect(rules(...policies).daysOf(run()).runs).toBe(days);
  });

  it('goes by what anybody has said before what is built in, however particular', () => {
    const failed = run({ status: 'failed' });

    expect(rules().daysOf(failed).sealed).toBe(90);
    expect(rules(policy({ sealed: 5 })).daysOf(failed).sealed).toBe(5);
  });
});

describe('what is to be done with a run', () => {
  const purge = { kind: 'purge' };
  const keep = { kind: 'keep' };
  const parts = (...names: string[]) => ({ kind: 'parts', parts: names });
  const held = (reason: string, tag: string | null = null) => ({
    kind: 'held',
    by: { reason, tag },
  });
  const done = { logs: NOW, io: NOW, artifacts: NOW, sealed: NOW };

  it.each<[string, Partial<KeptRun>, object]>([
    ['has ended a day ago', { completedAt: NOW - DAY_MS }, keep],
    ['ended 100 days ago', {}, parts('logs', 'io', 'artifacts', 'sealed')],
    ['has lost its parts', { deletedAt: done }, keep],
    [
      'has lost its log lines',
      { deletedAt: { ...done, logs: null } },
      parts('logs'),
    ],
    [
      'was repeated since they were deleted',
      { deletedAt: { ...done, logs: NOW - 101 * DAY_MS } },
      parts('logs'),
    ],
    [
      'is a year old to the millisecond',
      { completedAt: NOW - 365 * DAY_MS },
      purge,
    ],
    [
      'is a millisecond short of a year',
      { completedAt: NOW - 365 * DAY_MS + 1, deletedAt: done },
      keep,
    ],
    ['goes on since a month', { status: 'running', completedAt: null }, keep],
    [
      'goes on since years',
      { status: 'running', completedAt: null, queuedAt: 0 },
      held('not_ended'),
    ],
    [
      'waits since years',
      { status: 'waiting_human', completedAt: null, queuedAt: 0 },
      held('not_ended'),
    ],
    [
      'has a status of another version',
      { status: 'dreaming', completedAt: 0 },
      held('not_ended'),
    ],
    [
      'needs somebody',
      { completedAt: 0, needsIntervention: true },
      held('needs_intervention'),
    ],
    [
      'is held',
      { completedAt: 0, tags: ['a', 'legal-hold'] },
      held('legal_hold', 'legal-hold'),
    ],
    ['is held, but young', { completedAt: NOW, tags: ['legal-hold'] }, keep],
    [
      'failed 50 days ago',
      { status: 'failed', completedAt: NOW - 50 * DAY_MS },
      parts('logs'),
    ],
  ])('that %s', (_, more, verdict) => {
    expect(rules().judge(run(more), NOW)).toEqual(verdict);
  });

  it('does not look at what is younger than all that is kept', () => {
    expect(rules().cutoff(NOW)).toBe(NOW - 30 * DAY_MS);
    expect(rules(policy({ io: 2 }, { tenantId: 'x' })).cutoff(NOW)).toBe(
      NOW - 2 * DAY_MS,
    );
  });

  it('says until when a run and its parts are kept', () => {
    const until = rules().untilOf(run())!;

    expect(until.runs).toBe(NOW + 265 * DAY_MS);
    expect(until.io).toBe(NOW - 10 * DAY_MS);
    expect(rules().untilOf(run({ tags: ['legal-hold'] }))).toBeNull();
    expect(rules().untilOf(run({ completedAt: null }))).toBeNull();
  });
});

describe('a tag', () => {
  it.each([
    ['legal-hold', 'legal-hold', true],
    ['Legal-Hold', 'legal-hold', true],
    ['legal-hold', 'LEGAL-HOLD', true],
    ['legal-hold-2', 'legal-hold', false],
    ['legal-hold-2', 'legal-hold*', true],
    ['case:42', 'case:*', true],
    ['case:', 'case:*', true],
    ['a-hold-b', '*hold*', true],
    ['hold', '*hold', true],
    ['holds', '*hold', false],
    ['ab', 'ab*ab', false],
    ['aXbYc', 'a*b*c', true],
    ['a.c', 'a?c', false],
  ])('%s holds by %s: %s', (tag, pattern, holds) => {
    expect(holdingTag([tag], [pattern])).toBe(holds ? tag : undefined);
  });

  it('with many stars does not take long', () => {
    const begun = Date.now();
    holdingTag(['a'.repeat(128)], [`${'a*'.repeat(60)}b`]);

    expect(Date.now() - begun).toBeLessThan(100);
  });
});

describe('policies', () => {
  const content = (
    days: RetentionPolicy['days'],
    who: Partial<RetentionPolicyContent> = {},
  ): RetentionPolicyContent => {
    const { origin: _, ...rest } = policy(days, who);
    return rest;
  };
  const problems = (...checked: RetentionPolicyContent[]) =>
    checkRetention(checked, DEFAULT_RETENTION, 'database').map(
      each => `${each.policy} ${each.path.join('/')} ${each.rule}`,
    );

  it.each<[string, RetentionPolicyContent[], string[]]>([
    ['none', [], []],
    ['a part for as long as its run', [content({ io: 365 })], []],
    ['a part for longer', [content({ io: 366 })], ['0 days/io exceeds_runs']],
    [
      'runs that are kept for longer, too',
      [content({ io: 700, runs: 700 })],
      [],
    ],
    [
      'one tenant whose runs are kept for less long',
      [content({ logs: 50 }), content({ runs: 40 }, { tenantId: 'acme' })],
      ['0 days/logs exceeds_runs'],
    ],
    [
      'runs for less long than parts that nobody speaks of',
      [content({ runs: 10 })],
      [],
    ],
    [
      'two about the same',
      [content({ runs: 400 }), content({ runs: 500 })],
      ['1 workflow duplicate'],
    ],
    [
      'two about different statuses',
      [
        content({ runs: 400 }, { status: 'failed' }),
        content({ runs: 500 }, { status: 'completed' }),
      ],
      [],
    ],
    ['the trail for longer than runs', [content({ audit: 4_000 })], []],
  ])('with %s', (_, checked, expected) => {
    expect(problems(...checked)).toEqual(expected);
  });
});
