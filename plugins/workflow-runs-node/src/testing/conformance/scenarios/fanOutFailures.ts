import { failAfter } from '../../../workflows';
import {
  completes,
  fails,
  map,
  NEVER_MS,
  once,
  RETRIED,
  scenario,
  step,
  waits,
} from './sketch';

/** What becomes of a fan-out where items fail, or where it is not wanted any more. */
export const fanOutFailures = [
  scenario({
    name: 'so many items may fail',
    steps: [
      map('fan', [], { items: [1, 2, 3], tolerate: { failures: 1 } }),
      step('b', ['fan']),
    ],
    output: { failed: { $ref: '/steps/fan/output/failed' } },
    outcomes: { 'fan#1': [fails('bug')] },
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        fan: 'started, completed (1 of 3 failed)',
        'fan#0': once,
        'fan#1': 'started, failed (bug)',
        'fan#2': once,
        b: once,
      },
      output: { failed: 1 },
    },
  }),
  scenario({
    name: 'such a share of the items may fail',
    steps: [map('fan', [], { items: [1, 2, 3, 4], tolerate: { share: 0.5 } })],
    outcomes: { 'fan#0': [fails('bug')], 'fan#3': [fails('timeout')] },
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        fan: 'started, completed (2 of 4 failed)',
        'fan#0': 'started, failed (bug)',
        'fan#1': once,
        'fan#2': once,
        'fan#3': 'started, failed (timeout)',
      },
    },
  }),
  scenario({
    name: 'where too many items fail, no more start and those that run may settle',
    steps: [
      map('fan', [], {
        items: [1, 2, 3, 4],
        concurrency: 2,
        each: { retry: failAfter(2, { delayMs: NEVER_MS }) },
      }),
      step('b', ['fan']),
    ],
    outcomes: {
      'fan#0': [fails('policy_denied')],
      'fan#1': [{ ...completes(), once: { unit: 'fan#0', is: 'failed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (policy_denied)',
      steps: {
        fan: 'started, failed (policy_denied)',
        'fan#0': 'started, failed (policy_denied)',
        'fan#1': once,
        b: 'skipped (upstream_failed)',
      },
      order: ['fan#0 failed (policy_denied)', 'fan#1 completed'],
    },
  }),
  scenario({
    name: 'where too many items fail, those that wait for another attempt do so in vain',
    steps: [
      map('fan', [], {
        items: [1, 2],
        each: { retry: failAfter(2, { delayMs: NEVER_MS }) },
      }),
    ],
    outcomes: {
      'fan#0': [fails('transient')],
      'fan#1': [
        { ...fails('policy_denied'), once: { unit: 'fan#0', is: 'retrying' } },
      ],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (transient)',
      steps: {
        fan: 'started, failed (transient)',
        'fan#0': `started, ${RETRIED}, failed (transient)`,
        'fan#1': 'started, failed (policy_denied)',
      },
    },
  }),
  scenario({
    name: 'a fan-out is canceled with its run: what runs is told, what waits is not started',
    steps: [map('fan', [], { items: [1, 2, 3], concurrency: 2 })],
    outcomes: { 'fan#0': [waits()], 'fan#1': [waits('complete')] },
    actions: [
      { when: { unit: 'fan#1', is: 'running' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: {
        fan: 'started, canceled',
        'fan#0': 'started, canceled',
        'fan#1': once,
      },
    },
  }),
  scenario({
    name: 'a fan-out lets its items settle where another step has failed',
    steps: [map('fan', [], { items: [1, 2, 3], concurrency: 2 }), step('bad')],
    outcomes: {
      bad: [{ ...fails('bug'), once: { unit: 'fan#1', is: 'running' } }],
      'fan#0': [{ ...completes(), once: { unit: 'bad', is: 'failed' } }],
      'fan#1': [{ ...completes(), once: { unit: 'bad', is: 'failed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        fan: 'started, canceled',
        'fan#0': once,
        'fan#1': once,
        bad: 'started, failed (bug)',
      },
    },
  }),
];
