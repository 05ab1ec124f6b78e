import {
  aRun,
  aStep,
  at,
  START,
} from 'backstage-plugin-workflow-runs-react/testing';
import { entityName } from '../layout/entityName';
import { formatBytes } from '../layout/formatBytes';
import { retryWords } from '../step-panel/retryWords';
import { stateSegments, stateTotals } from './stateSegments';
import { noticeOf, stepsNow } from './waits';

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
    expect(formatBytes(bytes, 'en')).toBe(words);
  });

  it('follows the language', () => {
    expect(formatBytes(12_345, 'de')).toBe('12,3 kB');
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
    expect(retryWords(policy, 'en')?.key).toBe(key);
  });

  it('has none for a policy from the future', () => {
    expect(retryWords({ kind: 'lunar' } as never, 'en')).toBeUndefined();
  });
});

describe('what is told of a run that does not go on', () => {
  const held = aStep({ stepKey: 'charge', status: 'failed', held: true });

  it.each([
    ['nothing', {}, [], undefined],
    [
      'a rollback that failed, whatever else there is',
      { needsIntervention: true, blockedReason: 'step_failed' },
      [held],
      'intervention',
    ],
    ['poison', { status: 'paused', blockedReason: 'poison' }, [], 'poison'],
    [
      'nothing beside the step that has failed',
      { status: 'paused', blockedReason: 'step_failed' },
      [held],
      undefined,
    ],
    [
      'that a step has failed, where it is not loaded',
      { status: 'paused', blockedReason: 'step_failed' },
      [],
      'held',
    ],
    [
      'what the engine says',
      { status: 'queued', blockedReason: 'No worker offers charge@2' },
      [],
      'other',
    ],
    [
      'nothing of one that has ended',
      { status: 'failed', needsIntervention: true },
      [held],
      undefined,
    ],
  ] as const)('is %s', (_, run, steps, notice) => {
    expect(noticeOf(aRun(run), [...steps])).toBe(notice);
  });

  it('is each step at work, then each that waits, once', () => {
    const current = { itemIndex: -1, attempt: 1, progress: null } as const;
    const run = {
      currentSteps: [
        { ...current, stepKey: 'a', name: 'A', status: 'running' as const },
        {
          ...current,
          stepKey: 'ask',
          name: 'Ask',
          status: 'waiting_human' as const,
        },
      ],
    };
    const steps = [
      aStep({ stepKey: 'a', waitingFor: null }),
      aStep({
        stepKey: 'ask',
        waitingFor: {
          kind: 'approval',
          approvers: [],
          since: at(0),
          dueAt: null,
        },
      }),
      aStep({ stepKey: 'nap', waitingFor: { kind: 'time', until: at(9) } }),
      held,
      aStep({ stepKey: 'done', status: 'completed', waitingFor: null }),
    ];

    expect(stepsNow(run, steps).map(({ stepKey }) => stepKey)).toEqual([
      'a',
      'ask',
      'nap',
      'charge',
    ]);
  });
});
