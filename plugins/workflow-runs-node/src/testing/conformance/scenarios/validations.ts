import { failAfter } from '../../../workflows';
import { Operation, Outcome } from '../scenario';
import { judgedBy, map, once, RETRIED, scenario, step, fails } from './sketch';

const passesAllBut = (...failing: string[]): Outcome => ({
  does: 'complete',
  output: { made: true },
  failing,
});
const decide = (decision: 'approved' | 'rejected'): Operation => ({
  action: 'decide',
  step: 'a',
  decision,
});

/** Validators judge what a step has put out. */
export const validations = [
  scenario({
    name: 'an output that passes its validators is as good as any',
    steps: [step('a', [], judgedBy('a', { shape: 'fail', tone: 'ask' }))],
    outcomes: { a: [passesAllBut()] },
    expected: { status: 'completed', run: once, steps: { a: once } },
  }),
  scenario({
    name: 'an output that does not pass fails its step, whatever the policy',
    steps: [
      step('a', [], {
        ...judgedBy('a', { shape: 'fail' }),
        retry: failAfter(3),
      }),
      step('b', ['a']),
    ],
    outcomes: { a: [passesAllBut('shape')] },
    expected: {
      status: 'failed',
      run: 'started, failed (validation_failed)',
      steps: {
        a: 'started, invalid (fail), failed (validation_failed)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'an output that does not pass may be no more than worth a warning',
    steps: [step('a', [], judgedBy('a', { tone: 'warn' })), step('b', ['a'])],
    outcomes: { a: [passesAllBut('tone')] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, invalid (warn), completed', b: once },
    },
  }),
  scenario({
    name: 'a human lets an output pass that did not',
    steps: [step('a', [], judgedBy('a', { tone: 'ask' })), step('b', ['a'])],
    output: { made: { $ref: '/steps/a/output/made' } },
    outcomes: { a: [passesAllBut('tone')] },
    actions: [{ when: { run: 'waiting_human' }, asks: decide('approved') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: {
        a: 'started, invalid (ask), asked, approved, completed',
        b: once,
      },
      output: { made: true },
      order: ['run waiting_human', 'run resumed', 'b started'],
    },
  }),
  scenario({
    name: 'a human rejects an output that did not pass',
    steps: [step('a', [], judgedBy('a', { tone: 'ask' })), step('b', ['a'])],
    outcomes: { a: [passesAllBut('tone')] },
    actions: [{ when: { run: 'waiting_human' }, asks: decide('rejected') }],
    expected: {
      status: 'failed',
      run: 'started, waiting_human, resumed, failed (validation_failed)',
      steps: {
        a: 'started, invalid (ask), asked, rejected, failed (validation_failed)',
        b: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'of several validators the gravest decides',
    steps: [
      step(
        'a',
        [],
        judgedBy('a', { tone: 'warn', facts: 'ask', shape: 'fail' }),
      ),
    ],
    outcomes: { a: [passesAllBut('tone', 'facts', 'shape')] },
    expected: {
      status: 'failed',
      run: 'started, failed (validation_failed)',
      steps: { a: 'started, invalid (fail), failed (validation_failed)' },
    },
  }),
  scenario({
    name: 'what failed before it could be judged is tried again',
    steps: [
      step('a', [], {
        ...judgedBy('a', { shape: 'fail' }),
        retry: failAfter(2),
      }),
    ],
    outcomes: { a: [fails(), passesAllBut()] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${RETRIED}, started, completed` },
    },
  }),
  scenario({
    name: 'an output that is in question is dropped where the run is canceled',
    steps: [step('a', [], judgedBy('a', { tone: 'ask' }))],
    outcomes: { a: [passesAllBut('tone')] },
    actions: [{ when: { run: 'waiting_human' }, asks: { action: 'cancel' } }],
    expected: {
      status: 'canceled',
      run: 'started, waiting_human, canceling, canceled',
      steps: { a: 'started, invalid (ask), asked, canceled' },
    },
  }),
  scenario({
    name: 'a step of which the output is in question can be forced',
    steps: [step('a', [], judgedBy('a', { tone: 'ask' }))],
    outcomes: { a: [passesAllBut('tone')] },
    actions: [
      {
        when: { run: 'waiting_human' },
        asks: { action: 'force', step: 'a', to: 'complete', output: 'mine' },
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { a: 'started, invalid (ask), asked, completed (forced)' },
      output: { a: 'mine' },
    },
  }),
  scenario({
    name: 'items are judged one by one',
    steps: [
      map('fan', [], {
        items: [1, 2, 3],
        each: judgedBy('fan', { shape: 'fail', tone: 'warn' }),
        tolerate: { failures: 1 },
      }),
    ],
    outcomes: {
      'fan#0': [passesAllBut('tone')],
      'fan#1': [passesAllBut('shape')],
      'fan#2': [passesAllBut()],
    },
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        fan: 'started, completed (1 of 3 failed)',
        'fan#0': 'started, invalid (warn), completed',
        'fan#1': 'started, invalid (fail), failed (validation_failed)',
        'fan#2': once,
      },
    },
  }),
];
