import {
  anAction,
  anAttempt,
  aRun,
  aSnapshot,
  aStep,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { entityName } from '../layout/entityName';
import { formatBytes } from '../layout/formatBytes';
import { retryWords } from '../step-panel/retryWords';
import { explain } from './explain';
import { stateSegments, stateTotals } from './stateSegments';

describe('explain', () => {
  const error = {
    category: 'external_api' as const,
    code: '503',
    message: 'no answer',
  };
  const step = aStep({ stepKey: 'provision', stepNumber: 7, attempts: 3 });

  it('tells how a step gave up', () => {
    const explanation = explain(
      aSnapshot({
        run: aRun({
          status: 'failed',
          error: { ...error, stepKey: 'provision' },
        }),
        steps: [
          step,
          aStep({ stepKey: 'a', status: 'skipped', skipReason: 'condition' }),
          aStep({
            stepKey: 'b',
            status: 'skipped',
            skipReason: 'upstream_failed',
          }),
        ],
        attempts: [
          anAttempt({ stepKey: 'provision' }),
          anAttempt({ stepKey: 'provision', number: 2, expected: false }),
          anAttempt({ stepKey: 'provision', number: 3, expected: true }),
          anAttempt({ stepKey: 'other' }),
        ],
      }),
      [],
    );
    expect(explanation).toMatchObject({
      kind: 'failed',
      step,
      attempts: 3,
      expectedRetries: 1,
      unexpectedRetries: 1,
      skipped: 1,
    });
  });

  it('makes do without a step', () => {
    expect(
      explain(aSnapshot({ run: aRun({ status: 'failed' }) }), []),
    ).toMatchObject({ step: undefined, attempts: 1 });
  });

  it('tells who canceled', () => {
    expect(
      explain(aSnapshot({ run: aRun({ status: 'canceled' }) }), [anAction()]),
    ).toMatchObject({
      kind: 'canceled',
      actor: 'user:default/operator',
      reason: 'Wrong account',
    });
  });

  it('has nothing to say of a run that goes on', () => {
    expect(explain(aSnapshot(), [])).toBeUndefined();
  });
});

describe('the states of a run', () => {
  const state = (status: string, from: number, to: number | null) =>
    ({
      status,
      generation: 0,
      reason: null,
      enteredAt: at(from),
      leftAt: to === null ? null : at(to),
    } as never);

  it('last until they are left, or until now', () => {
    const segments = stateSegments(
      [
        state('queued', 0, 3),
        state('running', 3, 10),
        state('paused', 10, 20),
        state('running', 20, null),
      ],
      START + 25_000,
    );
    expect(segments.map(({ ms }) => ms)).toEqual([3_000, 7_000, 10_000, 5_000]);
    expect(stateTotals(segments)).toEqual([
      { status: 'queued', ms: 3_000, current: false },
      { status: 'running', ms: 12_000, current: true },
      { status: 'paused', ms: 10_000, current: false },
    ]);
  });

  it('take no time at the end', () => {
    expect(stateSegments([state('failed', 5, null)], START + 99_000)).toEqual(
      [],
    );
  });
});

describe('entityName', () => {
  it.each([
    ['user:default/operator', 'operator'],
    ['group:sales/crm', 'sales/crm'],
    ['a sentence: with/slash', 'a sentence: with/slash'],
    ['nightly', 'nightly'],
  ])('of %s is %s', (ref, name) => {
    expect(entityName(ref)).toBe(name);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [12_345, '12.3 kB'],
    [999_960, '1.0 MB'],
    [2_345_678_901, '2.3 GB'],
  ])('of %d is %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});

describe('retryWords', () => {
  it.each([
    [{ kind: 'none' as const }, 'panel.retry.none'],
    [
      { kind: 'failAfter' as const, attempts: 2, delayMs: 5 },
      'panel.retry.failAfter',
    ],
    [
      {
        kind: 'exponentialBackoff' as const,
        attempts: 2,
        initialDelayMs: 1_000,
        factor: 2,
        maxDelayMs: 60_000,
      },
      'panel.retry.exponentialBackoff',
    ],
    [
      {
        kind: 'keepTrying' as const,
        initialDelayMs: 1_000,
        factor: 2,
        maxDelayMs: 60_000,
      },
      'panel.retry.keepTrying',
    ],
  ])('of %j', (policy, key) => {
    expect(retryWords(policy)?.key).toBe(key);
  });

  it('has none for a policy from the future', () => {
    expect(retryWords({ kind: 'lunar' } as never)).toBeUndefined();
  });
});
