import { failAfter } from '../../../workflows';
import { Moment, Operation } from '../scenario';
import {
  approval,
  fails,
  map,
  NEVER_MS,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
} from './sketch';

const force = (
  to: 'skip' | 'complete' | 'fail',
  key = 'a',
  output?: string,
): Operation => ({ action: 'force', step: key, to, output });
const running: Moment = { unit: 'a', is: 'running' };

/** An operator settles steps. */
export const forces = [
  scenario({
    name: 'a step that runs is skipped, and what builds on it',
    steps: [step('a'), step('b', ['a']), step('c')],
    outcomes: { a: [waits()] },
    actions: [{ when: running, asks: force('skip') }],
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        a: 'started, skipped (forced)',
        b: 'skipped (upstream_skipped)',
        c: once,
      },
    },
  }),
  scenario({
    name: 'a step that runs is completed with what an operator gives',
    steps: [step('a'), step('b', ['a'])],
    output: { a: { $ref: '/steps/a/output' } },
    outcomes: { a: [waits('complete')] },
    actions: [{ when: running, asks: force('complete', 'a', 'mine') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, completed (forced)', b: once },
      output: { a: 'mine' },
    },
  }),
  scenario({
    name: 'a step that runs is failed, whatever its policy',
    steps: [step('a', [], { retry: failAfter(9) }), step('b', ['a'])],
    outcomes: { a: [waits()] },
    actions: [{ when: running, asks: force('fail') }],
    expected: {
      status: 'failed',
      run: 'started, failed (policy_denied)',
      steps: {
        a: 'started, failed (policy_denied)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'a step is settled before its turn, and is not run when it comes',
    steps: [step('a'), step('b', ['a']), step('c', ['b']), step('d', ['a'])],
    output: { b: { $ref: '/steps/b/output' } },
    outcomes: { a: [waits()] },
    actions: [
      { when: running, asks: force('complete', 'b', 'known') },
      { when: running, asks: force('skip', 'd') },
      { when: running, asks: force('complete') },
    ],
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        a: 'started, completed (forced)',
        b: 'completed (forced)',
        c: once,
        d: 'skipped (forced)',
      },
      output: { b: 'known' },
      order: ['b completed (forced)', 'c started'],
    },
  }),
  scenario({
    name: 'a step that waits for its next attempt is settled without it',
    steps: [
      step('a', [], { retry: failAfter(2, { delayMs: NEVER_MS }) }),
      step('b', ['a']),
    ],
    outcomes: { a: [fails()] },
    actions: [{ when: { unit: 'a', is: 'retrying' }, asks: force('complete') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${RETRIED}, completed (forced)`, b: once },
    },
  }),
  scenario({
    name: 'an approval is settled without a decision',
    steps: [
      approval('a', [], {
        slaMs: NEVER_MS,
        remindEveryMs: NEVER_MS,
        timeout: { afterMs: 2 * NEVER_MS, outcome: 'fail' },
      }),
      step('b', ['a']),
    ],
    actions: [{ when: { run: 'waiting_human' }, asks: force('skip') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed (partial)',
      steps: {
        a: 'asked, skipped (forced)',
        b: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a wait is settled before its time',
    steps: [
      wait('a', [], { for: { event: 'paid' } }),
      wait('b', ['a'], { for: { event: 'paid' } }),
    ],
    actions: [
      { when: running, asks: force('complete') },
      {
        when: { unit: 'b', is: 'running' },
        asks: { action: 'send_event', name: 'paid', payload: 'for b' },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, completed (forced)', b: once },
      output: { b: 'for b' },
    },
  }),
  scenario({
    name: 'a fan-out is failed over the heads of its items',
    steps: [map('a', [], { items: [1, 2], concurrency: 1 })],
    outcomes: { 'a#0': [waits()] },
    actions: [{ when: { unit: 'a#0', is: 'running' }, asks: force('fail') }],
    expected: {
      status: 'failed',
      run: 'started, failed (policy_denied)',
      steps: {
        a: 'started, failed (policy_denied)',
        'a#0': 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'an operator has the next attempt started at once',
    steps: [step('a', [], { retry: failAfter(2, { delayMs: NEVER_MS }) })],
    outcomes: { a: [fails()] },
    actions: [
      {
        when: { unit: 'a', is: 'retrying' },
        asks: { action: 'retry', step: 'a' },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${RETRIED}, started, completed` },
    },
  }),
  scenario({
    name: 'what has settled, or is not there, cannot be forced or tried again',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { b: [waits()] },
    actions: [
      { when: { unit: 'b', is: 'running' }, asks: force('skip', 'a') },
      { when: { unit: 'b', is: 'running' }, asks: force('skip', 'c') },
      {
        when: { unit: 'b', is: 'running' },
        asks: { action: 'retry', step: 'b' },
      },
      { when: { unit: 'b', is: 'running' }, asks: { action: 'retry' } },
      {
        when: { unit: 'b', is: 'running' },
        asks: force('skip', 'a:compensate'),
      },
      { when: { unit: 'b', is: 'running' }, asks: force('skip', 'b') },
    ],
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: { a: once, b: 'started, skipped (forced)' },
      answers: [
        "refused: Step 'a' has settled: it is completed",
        "refused: There is no step 'c'",
        "refused: Step 'b' waits for no other attempt: it is running",
        'refused: No step waits for an operator',
        "refused: The rollback 'a:compensate' has not failed",
        'completed',
      ],
    },
  }),
];
