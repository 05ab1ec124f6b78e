import { failAfter } from '../../../workflows';
import { Operation } from '../scenario';
import {
  approval,
  child,
  completes,
  dies,
  fails,
  LOST,
  map,
  once,
  RETRIED,
  scenario,
  step,
  undoing,
  waits,
  workflow,
} from './sketch';

const UNDONE = `${once}, rolling back, compensated`;
const cancel: Operation = { action: 'cancel' };
const canceled = 'started, canceling, canceled';
/** Two steps that can be undone, and one that runs until it is canceled. */
const chain = [
  step('a', [], undoing('a')),
  step('b', ['a'], undoing('b')),
  step('last', ['b']),
];
const cancelAtLast = {
  when: { unit: 'last', is: 'running' },
  asks: cancel,
} as const;

/** What a run has done is undone, the last first. */
export const rollbacks = [
  scenario({
    name: 'a cancel undoes what was done, the last first',
    steps: chain,
    outcomes: { last: [waits()] },
    actions: [cancelAtLast],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        a: UNDONE,
        b: UNDONE,
        last: 'started, canceled',
        'a:compensate': once,
        'b:compensate': once,
      },
      order: [
        'last canceled',
        'b rolling back',
        'b compensated',
        'a rolling back',
        'a compensated',
        'run canceled',
      ],
    },
  }),
  scenario({
    name: 'a step is undone only once all that built on it is, past what cannot be undone',
    steps: [
      step('top', [], undoing('top')),
      step('left', ['top'], undoing('left')),
      step('middle', ['top']),
      step('right', ['middle'], undoing('right')),
      step('last', ['left', 'right']),
    ],
    outcomes: {
      last: [waits()],
      'left:compensate': [
        { ...completes(), once: { unit: 'right', is: 'compensated' } },
      ],
    },
    actions: [cancelAtLast],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        top: UNDONE,
        left: UNDONE,
        middle: once,
        right: UNDONE,
        last: 'started, canceled',
        'top:compensate': once,
        'left:compensate': once,
        'right:compensate': once,
      },
      order: ['right compensated', 'left compensated', 'top rolling back'],
    },
  }),
  scenario({
    name: 'what was not done is not undone',
    steps: [
      step('a', [], undoing('a')),
      step('b', ['a'], undoing('b')),
      step('c', ['b'], undoing('c')),
      step('d', [], {
        ...undoing('d'),
        when: { exists: { $ref: '/input/d' } },
      }),
    ],
    outcomes: { b: [waits()] },
    actions: [{ when: { unit: 'b', is: 'running' }, asks: cancel }],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        a: UNDONE,
        'a:compensate': once,
        b: 'started, canceled',
        c: 'skipped (run_canceled)',
        d: 'skipped (condition)',
      },
    },
  }),
  scenario({
    name: 'a step that completes in spite of a cancel is undone too',
    steps: [step('a', [], undoing('a')), step('b', ['a'])],
    outcomes: { a: [waits('complete')] },
    actions: [{ when: { unit: 'a', is: 'running' }, asks: cancel }],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        a: UNDONE,
        'a:compensate': once,
        b: 'skipped (run_canceled)',
      },
    },
  }),
  scenario({
    name: 'a failure undoes what was done where the workflow says so',
    steps: [
      step('a', [], undoing('a')),
      step('bad', ['a'], undoing('bad')),
      step('c', ['bad']),
    ],
    onFailure: 'compensate',
    outcomes: { bad: [fails('bug')] },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        a: UNDONE,
        'a:compensate': once,
        bad: 'started, failed (bug)',
        c: 'skipped (upstream_failed)',
      },
      order: ['a compensated', 'run failed (bug)'],
    },
  }),
  scenario({
    name: 'a failure undoes nothing where the workflow does not say so',
    steps: [step('a', [], undoing('a')), step('bad', ['a'])],
    outcomes: { bad: [fails('bug')] },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: { a: once, bad: 'started, failed (bug)' },
    },
  }),
  scenario({
    name: 'the step that fails says what follows, before the workflow does',
    steps: [
      step('a', [], undoing('a')),
      step('bad', ['a'], { onFailure: 'compensate' }),
    ],
    onFailure: 'hold',
    outcomes: { bad: [fails('bug')] },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        a: UNDONE,
        'a:compensate': once,
        bad: 'started, failed (bug)',
      },
    },
  }),
  scenario({
    name: 'a run that was waiting for a human runs again while it rolls back',
    steps: [step('a', [], undoing('a')), approval('ask', ['a'])],
    onFailure: 'compensate',
    actions: [
      {
        when: { run: 'waiting_human' },
        asks: { action: 'decide', step: 'ask', decision: 'rejected' },
      },
    ],
    expected: {
      status: 'failed',
      run: 'started, waiting_human, resumed, failed (policy_denied)',
      steps: {
        a: UNDONE,
        'a:compensate': once,
        ask: 'asked, rejected, failed (policy_denied)',
      },
      order: ['run resumed', 'a rolling back'],
    },
  }),
  scenario({
    name: 'a rollback is tried as its policy provides',
    steps: [
      step('a', [], undoing('a', { retry: failAfter(3) })),
      step('last', ['a']),
    ],
    outcomes: { last: [waits()], 'a:compensate': [fails(), dies, fails()] },
    actions: [cancelAtLast],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        a: UNDONE,
        'a:compensate': `started, ${RETRIED}, started, ${LOST}, started, ${RETRIED}, started, completed`,
        last: 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'a rollback that takes too long has failed',
    steps: [
      step('a', [], undoing('a', { timeoutMs: 60, retry: failAfter(2) })),
      step('last', ['a']),
    ],
    outcomes: { last: [waits()], 'a:compensate': [waits('let go')] },
    actions: [cancelAtLast],
    expected: {
      status: 'canceled',
      run: canceled,
      steps: {
        a: UNDONE,
        'a:compensate': `started, ${RETRIED}, started, completed`,
        last: 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'a fan-out is undone as a whole, an approval and a run of a workflow too',
    steps: [
      map('fan', [], { items: [1, 2], ...undoing('fan') }),
      approval('ask', ['fan'], undoing('ask')),
      child('sub', ['ask'], { workflow: 'is_undone', ...undoing('sub') }),
      step('last', ['sub']),
    ],
    children: [workflow('is_undone', [step('work', [], undoing('work'))])],
    outcomes: { last: [waits()] },
    actions: [
      {
        when: { run: 'waiting_human' },
        asks: { action: 'decide', step: 'ask', decision: 'approved' },
      },
      cancelAtLast,
    ],
    expected: {
      status: 'canceled',
      run: 'started, waiting_human, resumed, canceling, canceled',
      steps: {
        fan: UNDONE,
        'fan#0': once,
        'fan#1': once,
        ask: 'asked, approved, completed, rolling back, compensated',
        sub: UNDONE,
        last: 'started, canceled',
        'fan:compensate': once,
        'ask:compensate': once,
        'sub:compensate': once,
      },
      // What the other run did is for this one to undo.
      children: { sub: once },
      order: ['sub compensated', 'ask compensated', 'fan compensated'],
    },
  }),
];
