import { failAfter } from '../../../workflows';
import { Moment, Operation } from '../scenario';
import {
  completes,
  echoes,
  fails,
  map,
  once,
  RETRIED,
  scenario,
  step,
} from './sketch';

const AGAIN = 'retrying (failed, unexpected)';
const HELD = 'started, failed (bug, held)';
const held: Moment = { run: 'paused' };
const chain = [step('a'), step('b', ['a'])];
const force = (to: 'skip' | 'complete' | 'fail'): Operation => ({
  action: 'force',
  step: 'a',
  to,
});
const until = 'started, paused (step_failed)';

/** A failure holds the run until an operator decides what becomes of it. */
export const holds = [
  scenario({
    name: 'a step that has failed holds the run until it is tried again',
    steps: chain,
    onFailure: 'hold',
    outcomes: { a: [fails('bug'), completes()] },
    actions: [{ when: held, asks: { action: 'retry', step: 'a' } }],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: { a: `${HELD}, ${AGAIN}, started, completed`, b: once },
      order: ['run paused (step_failed)', 'run resumed', 'a started'],
    },
  }),
  scenario({
    name: 'a step that is tried again by an operator has all its tries again',
    steps: [step('a', [], { retry: failAfter(2) })],
    onFailure: 'hold',
    outcomes: { a: [fails(), fails('bug'), fails(), completes()] },
    actions: [{ when: held, asks: { action: 'retry' } }],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: {
        a: `started, ${RETRIED}, ${HELD}, ${AGAIN}, started, ${RETRIED}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'a step that fails again holds the run again',
    steps: chain,
    onFailure: 'hold',
    outcomes: { a: [fails('bug'), fails('bug')] },
    actions: [
      { when: held, asks: { action: 'retry' } },
      { when: { ...held, times: 2 }, asks: force('skip') },
    ],
    expected: {
      status: 'completed',
      run: `${until}, resumed, paused (step_failed), resumed, completed (partial)`,
      steps: {
        a: `${HELD}, ${AGAIN}, ${HELD}, skipped (forced)`,
        b: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a step that holds the run is completed by hand',
    steps: chain,
    onFailure: 'hold',
    outcomes: { a: [fails('bug')] },
    actions: [{ when: held, asks: force('complete') }],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: { a: `${HELD}, completed (forced)`, b: once },
      order: ['a completed (forced)', 'run resumed', 'b started'],
    },
  }),
  scenario({
    name: 'a step that holds the run is failed for good',
    steps: chain,
    onFailure: 'hold',
    outcomes: { a: [fails('bug')] },
    actions: [{ when: held, asks: force('fail') }],
    expected: {
      status: 'failed',
      run: `${until}, resumed, failed (policy_denied)`,
      steps: {
        a: `${HELD}, failed (policy_denied)`,
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'one step may hold the run where the others end it',
    steps: [
      step('a', [], { onFailure: 'hold' }),
      step('bad', [], {}),
      step('c', ['a']),
    ],
    outcomes: {
      a: [fails('bug')],
      bad: [{ ...fails('timeout'), once: { unit: 'a', is: 'failed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: {
        a: `${HELD}, failed (bug)`,
        bad: 'started, failed (timeout)',
        c: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'a run is held only once what runs has settled, and starts nothing more',
    steps: [step('a'), step('slow'), step('after', ['slow'])],
    onFailure: 'hold',
    outcomes: {
      a: [fails('bug')],
      slow: [{ ...completes(), once: { unit: 'a', is: 'failed' } }],
    },
    actions: [{ when: held, asks: force('complete') }],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: { a: `${HELD}, completed (forced)`, slow: once, after: once },
      order: [
        'slow completed',
        'run paused (step_failed)',
        'run resumed',
        'after started',
      ],
    },
  }),
  scenario({
    name: 'two failures hold the run until both are dealt with',
    steps: [step('a'), step('b'), step('c', ['a', 'b'])],
    onFailure: 'hold',
    outcomes: {
      a: [fails('bug')],
      b: [{ ...fails('bug'), once: { unit: 'a', is: 'failed' } }],
    },
    actions: [
      { when: held, asks: force('complete') },
      { when: { unit: 'a', is: 'completed' }, asks: { action: 'retry' } },
    ],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: {
        a: `${HELD}, completed (forced)`,
        b: `${HELD}, ${AGAIN}, started, completed`,
        c: once,
      },
    },
  }),
  scenario({
    name: 'a fan-out that holds the run does again the items that failed',
    steps: [map('a', [], { items: ['x', 'y'] }), step('b', ['a'])],
    output: { a: { $ref: '/steps/a/output/results' } },
    onFailure: 'hold',
    outcomes: {
      'a#0': [echoes, completes('never')],
      'a#1': [fails('bug'), echoes],
    },
    actions: [{ when: held, asks: { action: 'retry' } }],
    expected: {
      status: 'completed',
      run: `${until}, resumed, completed`,
      steps: {
        a: `${HELD}, ${AGAIN}, started, completed`,
        'a#0': once,
        'a#1': `started, failed (bug), ${once}`,
        b: once,
      },
      output: { a: ['x', 'y'] },
    },
  }),
  scenario({
    name: 'a run that is held is not resumed, but may be canceled',
    steps: chain,
    onFailure: 'hold',
    outcomes: { a: [fails('bug')] },
    actions: [
      { when: held, asks: { action: 'resume' } },
      { when: held, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: `${until}, canceling, canceled`,
      steps: { a: `${HELD}, canceled`, b: 'skipped (run_canceled)' },
      answers: [
        {
          refused: 'A step has failed: retry, skip, complete or fail it',
          allowed: [
            'cancel',
            'retry',
            'clone',
            'force',
            'decide',
            'node_action',
            'send_event',
          ],
        },
        'completed',
      ],
    },
  }),
];
