import { Moment, Operation } from '../scenario';
import {
  completes,
  dies,
  fails,
  LOST,
  once,
  scenario,
  step,
  undoing,
  waits,
} from './sketch';

const cancel: Operation = { action: 'cancel' };
const NOT_UNDONE = `${once}, rolling back, not rolled back (bug)`;
const stuck: Moment = { event: 'run.needs_intervention' };
const until = 'started, canceling, needs intervention (b)';
const chain = [
  step('a', [], undoing('a')),
  step('b', ['a'], undoing('b')),
  step('last', ['b']),
];
const failing = { last: [waits()], 'b:compensate': [fails('bug')] };
const cancelAtLast = {
  when: { unit: 'last', is: 'running' },
  asks: cancel,
} as const;
const aIsUndone = {
  a: `${once}, rolling back, compensated`,
  'a:compensate': once,
  last: 'started, canceled',
};

/** A rollback that fails for good needs an operator. */
export const interventions = [
  scenario({
    name: 'a rollback that has failed holds up those after it until an operator decides',
    steps: chain,
    outcomes: failing,
    actions: [
      cancelAtLast,
      { when: stuck, asks: cancel },
      { when: stuck, asks: { action: 'pause' } },
      {
        when: stuck,
        asks: { action: 'force', step: 'b:compensate', to: 'fail' },
      },
    ],
    expected: {
      status: 'canceling',
      run: until,
      steps: {
        a: once,
        b: NOT_UNDONE,
        'b:compensate': 'started, failed (bug, held)',
        last: 'started, canceled',
      },
      answers: [
        'completed',
        {
          refused: 'The run is being canceled already',
          allowed: [
            'retry',
            'clone',
            'force',
            'decide',
            'node_action',
            'send_event',
            'resolve',
          ],
        },
        'refused: Only a running run can pause: it is canceling',
        "refused: The rollback 'b:compensate' has failed already",
      ],
    },
  }),
  scenario({
    name: 'a rollback that has failed is tried again',
    steps: chain,
    outcomes: { ...failing, 'b:compensate': [fails('bug'), completes()] },
    actions: [cancelAtLast, { when: stuck, asks: { action: 'retry' } }],
    expected: {
      status: 'canceled',
      run: `${until}, needs no intervention, canceled`,
      steps: {
        ...aIsUndone,
        b: `${NOT_UNDONE}, compensated`,
        'b:compensate':
          'started, failed (bug, held), retrying (failed, unexpected), started, completed',
      },
      order: ['b compensated', 'a rolling back', 'run canceled'],
    },
  }),
  scenario({
    name: 'a rollback that fails again needs an operator again',
    steps: chain,
    outcomes: { ...failing, 'b:compensate': [fails('bug'), fails('bug')] },
    actions: [
      cancelAtLast,
      { when: stuck, asks: { action: 'retry', step: 'b:compensate' } },
      {
        when: { ...stuck, times: 2 },
        asks: { action: 'force', step: 'b:compensate', to: 'complete' },
      },
    ],
    expected: {
      status: 'canceled',
      run: `${until}, needs no intervention, needs intervention (b), needs no intervention, canceled`,
      steps: {
        ...aIsUndone,
        b: `${NOT_UNDONE}, not rolled back (bug), compensated`,
        'b:compensate':
          'started, failed (bug, held), retrying (failed, unexpected), started, failed (bug, held), completed',
      },
    },
  }),
  scenario({
    name: 'a rollback that has failed is skipped, and the others go on',
    steps: chain,
    outcomes: failing,
    actions: [
      cancelAtLast,
      {
        when: stuck,
        asks: { action: 'force', step: 'b:compensate', to: 'skip' },
      },
    ],
    expected: {
      status: 'canceled',
      run: `${until}, needs no intervention, canceled`,
      steps: {
        ...aIsUndone,
        b: NOT_UNDONE,
        'b:compensate': 'started, failed (bug, held), skipped (forced)',
      },
    },
  }),
  scenario({
    name: 'to resolve a rollback is to leave the rest as it is',
    steps: chain,
    outcomes: failing,
    actions: [
      cancelAtLast,
      { when: stuck, asks: { action: 'resolve', note: 'done by hand' } },
    ],
    expected: {
      status: 'canceled',
      run: `${until}, needs no intervention and resolved, canceled`,
      steps: {
        a: once,
        b: NOT_UNDONE,
        'b:compensate': 'started, failed (bug, held), skipped (forced)',
        last: 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'a rollback that kills its workers needs an operator',
    steps: chain,
    outcomes: { last: [waits()], 'b:compensate': [dies, dies, dies] },
    actions: [
      cancelAtLast,
      { when: stuck, asks: { action: 'resolve', note: 'enough' } },
    ],
    expected: {
      status: 'canceled',
      run: `${until}, needs no intervention and resolved, canceled`,
      steps: {
        a: once,
        b: `${once}, rolling back, not rolled back (transient)`,
        'b:compensate': `started, ${LOST}, started, ${LOST}, started, failed (transient, held), skipped (forced)`,
        last: 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'a run that failed rolls back in the same way, and then has failed',
    steps: [
      step('a', [], undoing('a')),
      step('b', ['a'], undoing('b')),
      step('bad', ['b']),
    ],
    onFailure: 'compensate',
    outcomes: { bad: [fails('timeout')], 'b:compensate': [fails('bug')] },
    actions: [{ when: stuck, asks: { action: 'retry', step: 'b:compensate' } }],
    expected: {
      status: 'failed',
      run: 'started, needs intervention (b), needs no intervention, failed (timeout)',
      steps: {
        a: `${once}, rolling back, compensated`,
        b: `${NOT_UNDONE}, compensated`,
        bad: 'started, failed (timeout)',
        'a:compensate': once,
        'b:compensate':
          'started, failed (bug, held), retrying (failed, unexpected), started, completed',
      },
    },
  }),
  scenario({
    name: 'a run that rolls back because it failed can be canceled, and not paused',
    steps: [
      step('a', [], undoing('a')),
      step('b', ['a'], undoing('b')),
      step('bad', ['b']),
    ],
    onFailure: 'compensate',
    outcomes: { bad: [fails('timeout')], 'b:compensate': [fails('bug')] },
    actions: [
      { when: stuck, asks: { action: 'pause' } },
      { when: stuck, asks: cancel },
      {
        when: { run: 'canceling' },
        asks: { action: 'force', step: 'b:compensate', to: 'skip' },
      },
    ],
    expected: {
      status: 'canceled',
      run: 'started, needs intervention (b), canceling, needs no intervention, canceled',
      steps: {
        a: `${once}, rolling back, compensated`,
        b: NOT_UNDONE,
        bad: 'started, failed (timeout)',
        'a:compensate': once,
        'b:compensate': 'started, failed (bug, held), skipped (forced)',
      },
      answers: [
        'refused: The run fails: nothing more of it starts',
        'completed',
        'completed',
      ],
    },
  }),
  scenario({
    name: 'what has ended may be noted to be resolved',
    steps: [step('bad')],
    outcomes: { bad: [fails('bug')] },
    actions: [
      {
        when: { run: 'failed' },
        asks: { action: 'resolve', note: 'paid by hand' },
      },
    ],
    expected: {
      status: 'failed',
      run: 'started, failed (bug), resolved',
      steps: { bad: 'started, failed (bug)' },
    },
  }),
];
