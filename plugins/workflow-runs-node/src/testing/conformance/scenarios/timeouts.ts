import { failAfter } from '../../../workflows';
import {
  completes,
  fails,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
} from './sketch';

/** What takes too long, or is silent for too long. */
export const timeouts = [
  scenario({
    name: 'an attempt that takes too long has failed',
    steps: [step('a', [], { timeoutMs: 60 }), step('b', ['a'])],
    outcomes: { a: [waits('let go')] },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: {
        a: 'started, failed (timeout)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'an attempt that took too long is tried again as the policy provides',
    steps: [step('a', [], { timeoutMs: 60, retry: failAfter(2) })],
    outcomes: { a: [waits('fail'), waits('let go')] },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { a: `started, ${RETRIED}, started, failed (timeout)` },
    },
  }),
  scenario({
    name: 'an attempt that succeeds in spite of its time-out has succeeded',
    steps: [step('a', [], { timeoutMs: 60 })],
    outcomes: { a: [waits('complete')] },
    expected: { status: 'completed', run: once, steps: { a: once } },
  }),
  scenario({
    name: 'all attempts together take no longer than the total time-out',
    steps: [
      step('a', [], {
        timeoutMs: 300,
        totalTimeoutMs: 300,
        retry: failAfter(9),
      }),
    ],
    outcomes: { a: [waits('let go')] },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { a: 'started, failed (timeout)' },
    },
  }),
  scenario({
    name: 'a retry that would come after the total time-out does not come',
    steps: [
      step('a', [], {
        timeoutMs: 20_000,
        totalTimeoutMs: 30_000,
        retry: {
          kind: 'failAfter',
          attempts: 9,
          delayMs: 29_900,
        },
      }),
      // So that the delay leaves no time for it.
      wait('tick', [], { for: { durationMs: 200 } }),
    ],
    outcomes: {
      a: [{ ...fails(), once: { unit: 'tick', is: 'completed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { a: 'started, failed (timeout)', tick: once },
    },
  }),
  scenario({
    name: 'an attempt that is silent for too long has failed',
    steps: [step('a', [], { heartbeatMs: 100, retry: failAfter(2) })],
    outcomes: { a: [waits('let go'), waits('let go')] },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { a: `started, ${RETRIED}, started, failed (timeout)` },
    },
  }),
  scenario({
    name: 'an attempt that says that it is alive may take its time',
    steps: [
      step('a', [], { heartbeatMs: 500 }),
      wait('b', [], { for: { durationMs: 1_500 } }),
    ],
    outcomes: {
      a: [
        { ...completes(), beats: true, once: { unit: 'b', is: 'completed' } },
      ],
    },
    expected: { status: 'completed', run: once, steps: { a: once, b: once } },
  }),
];
