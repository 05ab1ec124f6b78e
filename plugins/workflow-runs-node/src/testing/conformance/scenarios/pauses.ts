import { failAfter } from '../../../workflows';
import { Moment, Operation } from '../scenario';
import {
  approval,
  completes,
  fails,
  map,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
} from './sketch';

const pause: Operation = { action: 'pause' };
const resume: Operation = { action: 'resume' };
const running: Moment = { unit: 'a', is: 'running' };
const pausing: Moment = { event: 'run.changed' };
const paused: Moment = { run: 'paused' };

/** An operator holds a run back. */
export const pauses = [
  scenario({
    name: 'a run pauses once what runs has settled, and goes on when it may',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [{ ...completes(), once: pausing }] },
    actions: [
      { when: running, asks: pause },
      { when: paused, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: once, b: once },
      order: [
        'run pausing',
        'a completed',
        'run paused',
        'run resumed',
        'b started',
      ],
    },
  }),
  scenario({
    name: 'a run that is pausing may be let go on',
    steps: [step('a'), step('b', ['a'])],
    outcomes: {
      a: [{ ...completes(), once: { event: 'run.changed', times: 2 } }],
    },
    actions: [
      { when: running, asks: pause },
      { when: pausing, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, not pausing, completed',
      steps: { a: once, b: once },
    },
  }),
  scenario({
    name: 'a run that waits for nothing but time pauses at once',
    steps: [wait('a', [], { for: { event: 'go' } }), step('b', ['a'])],
    actions: [
      { when: running, asks: pause },
      {
        when: paused,
        asks: { action: 'send_event', name: 'go', payload: null },
      },
      { when: { unit: 'a', is: 'completed' }, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: once, b: once },
      order: ['run paused', 'a completed', 'run resumed', 'b started'],
    },
  }),
  scenario({
    name: 'a retry that is due while the run is paused waits for it to go on',
    steps: [
      step('a', [], { retry: failAfter(2, { delayMs: 100 }) }),
      wait('b', [], { for: { durationMs: 800 } }),
    ],
    outcomes: { a: [{ ...fails(), once: pausing }] },
    actions: [
      { when: running, asks: pause },
      { when: { unit: 'b', is: 'completed' }, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: `started, ${RETRIED}, started, completed`, b: once },
      order: [`a ${RETRIED}`, 'run paused', 'run resumed', 'a started'],
    },
  }),
  scenario({
    name: 'no item starts while the run is pausing',
    steps: [map('a', [], { items: [1, 2, 3], concurrency: 1 })],
    outcomes: { 'a#0': [{ ...completes(), once: pausing }] },
    actions: [
      { when: { unit: 'a#0', is: 'running' }, asks: pause },
      { when: paused, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: once, 'a#0': once, 'a#1': once, 'a#2': once },
      order: ['a#0 completed', 'run paused', 'run resumed', 'a#1 started'],
    },
  }),
  scenario({
    name: 'a decision that is made while the run is paused counts when it goes on',
    steps: [approval('a'), step('tick'), step('b', ['a'])],
    outcomes: { tick: [{ ...completes(), once: pausing }] },
    actions: [
      { when: { unit: 'tick', is: 'running' }, asks: pause },
      {
        when: paused,
        asks: { action: 'decide', step: 'a', decision: 'approved' },
      },
      { when: { unit: 'a', is: 'completed' }, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: 'asked, approved, completed', tick: once, b: once },
      order: ['run paused', 'a completed', 'run resumed', 'b started'],
    },
  }),
  scenario({
    name: 'a run that goes on may come to wait for a human again',
    steps: [approval('a'), step('tick')],
    outcomes: { tick: [{ ...completes(), once: pausing }] },
    actions: [
      { when: { unit: 'tick', is: 'running' }, asks: pause },
      { when: paused, asks: resume },
      {
        when: { run: 'waiting_human' },
        asks: { action: 'decide', step: 'a', decision: 'approved' },
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, waiting_human, resumed, completed',
      steps: { a: 'asked, approved, completed', tick: once },
    },
  }),
  scenario({
    name: 'a run whose last step settles while it is pausing has completed',
    steps: [step('a')],
    outcomes: { a: [{ ...completes(), once: pausing }] },
    actions: [{ when: running, asks: pause }],
    expected: {
      status: 'completed',
      run: 'started, pausing, completed',
      steps: { a: once },
    },
  }),
  scenario({
    name: 'a run that is paused can be canceled',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [{ ...completes(), once: pausing }] },
    actions: [
      { when: running, asks: pause },
      { when: paused, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, pausing, paused, canceling, canceled',
      steps: { a: once, b: 'skipped (run_canceled)' },
    },
  }),
  scenario({
    name: 'a step that fails while its run is pausing ends the run',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [{ ...fails('bug'), once: pausing }] },
    actions: [{ when: running, asks: pause }],
    expected: {
      status: 'failed',
      run: 'started, pausing, not pausing, failed (bug)',
      steps: { a: 'started, failed (bug)', b: 'skipped (upstream_failed)' },
    },
  }),
  scenario({
    name: 'what is paused or pausing cannot be paused, and what runs not be resumed',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [waits('complete')] },
    actions: [
      { when: running, asks: resume },
      { when: running, asks: pause },
      { when: pausing, asks: pause },
      {
        when: pausing,
        asks: { action: 'force', step: 'a', to: 'complete' },
      },
      { when: paused, asks: pause },
      { when: paused, asks: resume },
    ],
    expected: {
      status: 'completed',
      run: 'started, pausing, paused, resumed, completed',
      steps: { a: 'started, completed (forced)', b: once },
      answers: [
        'refused: The run is not paused: it is running',
        'completed',
        'refused: The run is pausing already',
        'completed',
        {
          refused: 'Only a running run can pause: it is paused',
          allowed: [
            'resume',
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
