import { failAfter } from '../../../workflows';
import { completes, fails, once, RETRIED, scenario, step } from './sketch';

/** What follows from a failed attempt. */
export const retries = [
  scenario({
    name: 'without a policy the first failure is final',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [fails()] },
    expected: {
      status: 'failed',
      run: 'started, failed (transient)',
      steps: {
        a: 'started, failed (transient)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  ...(['transient', 'timeout', 'external_api', 'bug'] as const).map(category =>
    scenario({
      name: `${category} is retried as the policy provides`,
      steps: [step('a', [], { retry: failAfter(3) })],
      outcomes: { a: [fails(category), fails(category), completes()] },
      expected: {
        status: 'completed',
        run: once,
        steps: {
          a: `started, ${RETRIED}, started, ${RETRIED}, started, completed`,
        },
      },
    }),
  ),
  ...(['validation_failed', 'policy_denied'] as const).map(category =>
    scenario({
      name: `${category} is not retried, whatever the policy`,
      steps: [step('a', [], { retry: failAfter(3) })],
      outcomes: { a: [fails(category)] },
      expected: {
        status: 'failed',
        run: `started, failed (${category})`,
        steps: { a: `started, failed (${category})` },
      },
    }),
  ),
  scenario({
    name: 'a policy that waits is a timer',
    steps: [step('a', [], { retry: failAfter(2, { delayMs: 30 }) })],
    outcomes: { a: [fails()] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${RETRIED}, started, completed` },
    },
  }),
  scenario({
    name: 'an exhausted policy fails with the last error',
    steps: [step('a', [], { retry: failAfter(2) })],
    outcomes: { a: [fails('transient'), fails('timeout')] },
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { a: `started, ${RETRIED}, started, failed (timeout)` },
    },
  }),
  scenario({
    name: 'a back-off tries so many times',
    steps: [
      step('a', [], {
        retry: {
          kind: 'exponentialBackoff',
          attempts: 3,
          initialDelayMs: 5,
          factor: 2,
          maxDelayMs: 20,
        },
      }),
    ],
    outcomes: { a: [fails(), fails(), fails()] },
    expected: {
      status: 'failed',
      run: 'started, failed (transient)',
      steps: {
        a: `started, ${RETRIED}, started, ${RETRIED}, started, failed (transient)`,
      },
    },
  }),
  scenario({
    name: 'who keeps trying gets there',
    steps: [
      step('a', [], {
        retry: {
          kind: 'keepTrying',
          initialDelayMs: 0,
          factor: 2,
          maxDelayMs: 5,
        },
      }),
    ],
    outcomes: { a: Array(12).fill(fails()) },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `${`started, ${RETRIED}, `.repeat(12)}started, completed` },
    },
  }),
];
