import { failAfter } from '../../../workflows';
import {
  approval,
  dies,
  fails,
  LOST,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
} from './sketch';
import { diamond } from './order';

/** What follows from a cancel. */
export const cancels = [
  scenario({
    name: 'a queued run is canceled at once',
    steps: diamond,
    actions: [{ when: { run: 'queued' }, asks: { action: 'cancel' } }],
    expected: {
      status: 'canceled',
      run: 'canceling, canceled',
      steps: {
        top: 'skipped (run_canceled)',
        left: 'skipped (run_canceled)',
        right: 'skipped (run_canceled)',
        join: 'skipped (run_canceled)',
      },
    },
  }),
  ...(
    [
      ['completes all the same keeps its result', 'complete', 'completed'],
      ['fails when it is aborted is canceled', 'fail', 'canceled'],
      ['lets go when it is aborted is canceled', 'let go', 'canceled'],
    ] as const
  ).map(([what, then, end]) =>
    scenario({
      name: `a step of a canceled run that ${what}`,
      steps: [step('a', [], { retry: failAfter(3) }), step('b', ['a'])],
      outcomes: { a: [waits(then)] },
      actions: [
        { when: { unit: 'a', is: 'running' }, asks: { action: 'cancel' } },
      ],
      expected: {
        status: 'canceled',
        run: 'started, canceling, canceled',
        steps: { a: `started, ${end}`, b: 'skipped (run_canceled)' },
      },
    }),
  ),
  scenario({
    name: 'a retry that waits is canceled',
    steps: [step('a', [], { retry: failAfter(2, { delayMs: 60_000 }) })],
    outcomes: { a: [fails()] },
    actions: [
      { when: { unit: 'a', is: 'retrying' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { a: `started, ${RETRIED}, canceled` },
    },
  }),
  scenario({
    name: 'what has completed before a cancel stays completed',
    steps: [step('a'), step('b', ['a']), step('c', ['b'])],
    outcomes: { b: [waits('let go')] },
    actions: [
      { when: { unit: 'b', is: 'running' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: {
        a: once,
        b: 'started, canceled',
        c: 'skipped (run_canceled)',
      },
    },
  }),
  scenario({
    name: 'a run that is parked can be canceled',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies] },
    actions: [{ when: { run: 'paused' }, asks: { action: 'cancel' } }],
    expected: {
      status: 'canceled',
      run: 'started, paused (poison), canceling, canceled',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}, canceled`,
        after: 'skipped (run_canceled)',
      },
    },
  }),
  scenario({
    name: 'a run that waits for a human is canceled',
    steps: [approval('ask', [], { remindEveryMs: 60_000 }), step('b', ['ask'])],
    actions: [{ when: { run: 'waiting_human' }, asks: { action: 'cancel' } }],
    expected: {
      status: 'canceled',
      run: 'started, waiting_human, canceling, canceled',
      steps: { ask: 'asked, canceled', b: 'skipped (run_canceled)' },
    },
  }),
  scenario({
    name: 'a run that waits for a time is canceled',
    steps: [wait('rest', [], { for: { durationMs: 60_000 } })],
    actions: [
      { when: { unit: 'rest', is: 'running' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { rest: 'started, canceled' },
    },
  }),
];
