import {
  anAttempt,
  aRun,
  aStep,
  at,
  aWorkflow,
} from 'backstage-plugin-workflow-runs-react/testing';
import { mixedStateOf, stepToMakeUp } from './mixedState';
import { isStuck, leftByResolving, rollbackLog } from './rollbackLog';

const rollback = (key: string, more: Parameters<typeof aStep>[0]) =>
  aStep({ stepKey: `${key}:compensate`, type: 'compensation', ...more });

describe('rollbackLog', () => {
  const { definition } = aWorkflow();
  const [step] = definition.steps;
  const undoable = {
    ...definition,
    steps: ['account', 'agent', 'customer'].map(
      key =>
        ({
          ...step,
          key,
          compensate: {
            handler: { name: key, version: 1 },
            retry: { kind: 'none' },
            timeoutMs: 1,
          },
        } as typeof step),
    ),
  };
  const done = { startedAt: at(0), completedAt: at(1) };
  const steps = [
    aStep({
      stepKey: 'account',
      name: 'Account',
      status: 'completed',
      ...done,
    }),
    aStep({ stepKey: 'agent', name: 'Agent', status: 'completed', ...done }),
    rollback('agent', { status: 'failed', held: true, startedAt: at(9) }),
    aStep({ stepKey: 'customer', name: 'Customer', status: 'compensated' }),
    rollback('customer', { status: 'completed', startedAt: at(5) }),
    rollback('old', { status: 'completed', generation: -1 }),
  ];
  const attempts = [
    anAttempt({ stepKey: 'agent:compensate', status: 'failed' }),
    anAttempt({ stepKey: 'agent:compensate', generation: -1 }),
  ];
  const log = rollbackLog(aRun(), steps, attempts, undoable);

  it('tells what was undone, in order, and what is to come', () => {
    expect(
      log.map(entry => [
        entry.name,
        entry.rollback?.status,
        entry.attempts.length,
      ]),
    ).toEqual([
      ['Customer', 'completed', 0],
      ['Agent', 'failed', 1],
      ['Account', undefined, 0],
    ]);
    expect(log.map(isStuck)).toEqual([false, true, false]);
  });

  it('tells what stays as it is where the rest is given up', () => {
    expect(leftByResolving(log).map(entry => entry.name)).toEqual([
      'Agent',
      'Account',
    ]);
  });

  it('is empty where nothing is rolled back', () => {
    expect(rollbackLog(aRun(), [aStep()], [], undoable)).toEqual([]);
  });
});

describe('mixedStateOf', () => {
  const skipped = (skipReason: 'forced' | 'upstream_skipped', n: number) =>
    aStep({
      stepKey: skipReason,
      stepNumber: n,
      status: 'skipped',
      skipReason,
    });

  it('sorts the parts of a run that completed in part', () => {
    const tolerant = aStep({
      stepKey: 'map',
      stepNumber: 2,
      status: 'completed',
      failedItems: 2,
      itemCount: 9,
    });
    const state = mixedStateOf(aRun({ status: 'completed', partial: true }), [
      aStep({ status: 'completed' }),
      tolerant,
      skipped('forced', 3),
      skipped('upstream_skipped', 4),
    ])!;
    expect(state.succeeded).toHaveLength(1);
    expect(state.tolerated).toEqual([tolerant]);
    expect(state.skippedByHand).toHaveLength(1);
    expect(state.skippedWithThem).toHaveLength(1);
    expect(stepToMakeUp(state)).toBe(tolerant);
  });

  it('tells what was left as it is', () => {
    const state = mixedStateOf(aRun({ status: 'failed' }), [
      aStep({ stepKey: 'agent', status: 'completed' }),
      rollback('agent', { status: 'skipped' }),
      aStep({ stepKey: 'customer', status: 'compensated' }),
    ])!;
    expect(state.leftAsTheyAre.map(step => step.stepKey)).toEqual(['agent']);
    expect(state.rolledBack).toHaveLength(1);
    expect(state.succeeded).toEqual([]);
    expect(stepToMakeUp(state)).toBeUndefined();
  });

  it('counts those of which the rollback had not begun when it was given up', () => {
    const { definition } = aWorkflow();
    const [step] = definition.steps;
    const undone = {
      ...definition,
      steps: [
        { ...step, key: 'account', compensate: { ...step } } as typeof step,
      ],
    };
    const state = mixedStateOf(
      aRun({ status: 'failed' }),
      [
        aStep({ stepKey: 'account', status: 'completed', startedAt: at(0) }),
        aStep({ stepKey: 'agent', status: 'completed', startedAt: at(1) }),
        rollback('agent', { status: 'skipped' }),
      ],
      undone,
    )!;
    expect(state.leftAsTheyAre.map(each => each.stepKey)).toEqual([
      'account',
      'agent',
    ]);
  });

  it.each([
    ['completed', aRun({ status: 'completed' })],
    ['still running', aRun({ partial: true })],
  ])('says nothing of a run that is %s', (_, run) => {
    expect(mixedStateOf(run, [aStep({ status: 'completed' })])).toBeUndefined();
  });
});
