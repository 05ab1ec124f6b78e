import { failAfter } from '../../../workflows';
import { Moment, Operation } from '../scenario';
import {
  approval,
  completes,
  echoes,
  fails,
  judgedBy,
  map,
  NEVER_MS,
  offering,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
} from './sketch';

const ask = (
  operation: string,
  input?: { [field: string]: number },
  key = 'a',
): Operation => ({ action: 'node_action', step: key, operation, input });
const running: Moment = { unit: 'a', is: 'running' };

/** Operations that steps offer while they run or wait. */
export const nodeActions = [
  scenario({
    name: 'an operation may leave its step as it is',
    steps: [
      step('a', [], offering('a', { nudge: 'continue', finish: 'complete' })),
    ],
    outcomes: { a: [waits()], 'a!finish': [echoes] },
    actions: [
      { when: running, asks: ask('nudge') },
      { when: running, asks: ask('finish', { rows: 3 }) },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, completed (forced)' },
      output: { a: { rows: 3 } },
    },
  }),
  scenario({
    name: 'an operation of a step that waits for a human leaves the decision to the human',
    steps: [approval('a', [], offering('a', { nudge: 'continue' }))],
    outcomes: { 'a!nudge': [completes('done')] },
    actions: [
      { when: { run: 'waiting_human' }, asks: ask('nudge') },
      {
        when: { run: 'waiting_human' },
        asks: { action: 'decide', step: 'a', decision: 'approved' },
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { a: 'asked, approved, completed' },
    },
  }),
  scenario({
    name: 'an operation may complete a step of which the output is in question',
    steps: [
      step('a', [], {
        ...judgedBy('a', { tone: 'ask' }),
        ...offering('a', { finish: 'complete' }),
      }),
    ],
    outcomes: {
      a: [{ does: 'complete', output: 'odd', failing: ['tone'] }],
      'a!finish': [completes('mended')],
    },
    actions: [{ when: { run: 'waiting_human' }, asks: ask('finish') }],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, completed',
      steps: { a: 'started, invalid (ask), asked, completed (forced)' },
      output: { a: 'mended' },
    },
  }),
  scenario({
    name: 'an operation may complete a step that waits for its next attempt',
    steps: [
      step('a', [], {
        ...offering('a', { finish: 'complete' }),
        retry: failAfter(2, { delayMs: NEVER_MS }),
      }),
    ],
    outcomes: { a: [fails()] },
    actions: [{ when: { unit: 'a', is: 'retrying' }, asks: ask('finish') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${RETRIED}, completed (forced)` },
    },
  }),
  scenario({
    name: 'an operation may complete a step that waits for a time',
    steps: [
      wait('a', [], {
        for: { durationMs: NEVER_MS },
        ...offering('a', { finish: 'complete' }),
      }),
      step('b', ['a']),
    ],
    actions: [{ when: running, asks: ask('finish') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: 'started, completed (forced)', b: once },
    },
  }),
  scenario({
    name: 'an operation may complete a fan-out over the heads of its items',
    steps: [
      map('a', [], {
        items: [1, 2],
        ...offering('a', { finish: 'complete' }),
      }),
    ],
    outcomes: { 'a#0': [completes(1)], 'a#1': [waits()] },
    actions: [{ when: { unit: 'a#0', is: 'completed' }, asks: ask('finish') }],
    expected: {
      status: 'completed',
      run: 'started, completed (partial)',
      steps: {
        a: 'started, completed (forced)',
        'a#0': once,
        'a#1': 'started, canceled',
      },
    },
  }),
  scenario({
    name: 'an operation may fail, and its step goes on',
    steps: [
      step('a', [], offering('a', { finish: 'complete' })),
      wait('later', [], { for: { durationMs: 1_500 } }),
    ],
    outcomes: {
      a: [{ ...completes(), once: { unit: 'later', is: 'completed' } }],
      'a!finish': [fails('bug')],
    },
    actions: [{ when: running, asks: ask('finish') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, later: once },
      answers: ['failed: as the scenario says'],
    },
  }),
  scenario({
    name: 'an operation that is still being carried out when the run ends is called off',
    steps: [
      step('a', [], offering('a', { nudge: 'continue' })),
      wait('later', [], { for: { durationMs: 1_500 } }),
    ],
    outcomes: {
      a: [{ ...completes(), once: { unit: 'later', is: 'completed' } }],
      'a!nudge': [waits()],
    },
    actions: [{ when: running, asks: ask('nudge') }],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, later: once },
      answers: ['canceled: The run ended before it was done'],
    },
  }),
  scenario({
    name: 'a step offers nothing before it starts or after it has settled, and nothing that it does not name',
    steps: [
      step('a', [], offering('a', { nudge: 'continue' })),
      step('b', ['a'], offering('b', { nudge: 'continue' })),
      step('c', ['b'], offering('c', { nudge: 'continue' })),
    ],
    outcomes: { b: [waits('complete')] },
    actions: [
      { when: { unit: 'b', is: 'running' }, asks: ask('nudge', {}, 'a') },
      { when: { unit: 'b', is: 'running' }, asks: ask('nudge', {}, 'c') },
      { when: { unit: 'b', is: 'running' }, asks: ask('shove', {}, 'b') },
      { when: { unit: 'b', is: 'running' }, asks: ask('nudge', {}, 'd') },
      { when: { unit: 'b', is: 'running' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { a: once, b: once, c: 'skipped (run_canceled)' },
      answers: [
        "refused: Step 'a' neither runs nor waits: it is completed",
        "refused: Step 'c' neither runs nor waits: it is pending",
        "refused: Step 'b' offers no operation 'shove'",
        "refused: There is no step 'd'",
        'completed',
      ],
    },
  }),
];
