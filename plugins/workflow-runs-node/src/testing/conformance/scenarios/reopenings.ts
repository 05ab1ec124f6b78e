import { Operation } from '../scenario';
import {
  approval,
  completes,
  fails,
  once,
  scenario,
  step,
  undoing,
  waits,
} from './sketch';

const retry = (from?: string): Operation => ({ action: 'retry', step: from });
const hasFailed = { run: 'failed' } as const;
const FAILED = 'started, failed (bug)';

/** An ended run is opened again, for another passage. */
export const reopenings = [
  scenario({
    name: 'a run that failed goes on from what failed, and keeps what it has',
    steps: [step('a'), step('bad', ['a']), step('c', ['bad'])],
    output: {
      a: { $ref: '/steps/a/output' },
      c: { $ref: '/steps/c/output' },
    },
    outcomes: {
      a: [completes('first'), completes('never')],
      bad: [fails('bug')],
      c: [completes('last')],
    },
    actions: [{ when: hasFailed, asks: retry() }],
    expected: {
      status: 'completed',
      run: `${FAILED}, reopened, completed`,
      steps: {
        a: once,
        bad: `${FAILED}, ${once}`,
        c: `skipped (upstream_failed), ${once}`,
      },
      output: { a: 'first', c: 'last' },
      order: ['run reopened', 'bad started', 'c started'],
    },
  }),
  scenario({
    name: 'a run that fails again is opened again',
    steps: [step('bad')],
    outcomes: { bad: [fails('bug'), fails('timeout')] },
    actions: [
      { when: hasFailed, asks: retry() },
      { when: { ...hasFailed, times: 2 }, asks: retry() },
    ],
    expected: {
      status: 'completed',
      run: `${FAILED}, reopened, failed (timeout), reopened, completed`,
      steps: { bad: `${FAILED}, started, failed (timeout), ${once}` },
    },
  }),
  scenario({
    name: 'a run is repeated from a step, with all that builds on it',
    steps: [step('a'), step('b', ['a']), step('c', ['b']), step('d', ['a'])],
    output: {
      c: { $ref: '/steps/c/output' },
      d: { $ref: '/steps/d/output' },
    },
    outcomes: {
      c: [completes('old'), completes('new')],
      d: [completes('old'), completes('never')],
    },
    actions: [{ when: { run: 'completed' }, asks: retry('b') }],
    expected: {
      status: 'completed',
      run: `${once}, reopened (from b), completed`,
      steps: { a: once, b: `${once}, ${once}`, c: `${once}, ${once}`, d: once },
      output: { c: 'new', d: 'old' },
    },
  }),
  scenario({
    name: 'a run that failed is repeated from a step before the failure',
    steps: [step('a'), step('b', ['a']), step('bad', ['b'])],
    outcomes: { bad: [fails('bug')] },
    actions: [{ when: hasFailed, asks: retry('b') }],
    expected: {
      status: 'completed',
      run: `${FAILED}, reopened (from b), completed`,
      steps: { a: once, b: `${once}, ${once}`, bad: `${FAILED}, ${once}` },
    },
  }),
  scenario({
    name: 'a run that was canceled does again what was undone',
    steps: [
      step('a', [], undoing('a')),
      step('kept', ['a']),
      step('last', ['kept']),
    ],
    outcomes: { last: [waits(), completes()] },
    actions: [
      { when: { unit: 'last', is: 'running' }, asks: { action: 'cancel' } },
      { when: { run: 'canceled' }, asks: retry() },
    ],
    expected: {
      status: 'completed',
      run: 'started, canceling, canceled, reopened, completed',
      steps: {
        a: `${once}, rolling back, compensated, ${once}`,
        'a:compensate': once,
        kept: `${once}, ${once}`,
        last: `started, canceled, ${once}`,
      },
    },
  }),
  scenario({
    name: 'a passage rolls back what it has done, and what is left of the one before',
    steps: [
      step('a', [], undoing('a')),
      step('b', ['a'], undoing('b')),
      step('bad', ['b']),
    ],
    outcomes: { bad: [fails('bug'), waits()] },
    actions: [
      { when: hasFailed, asks: retry() },
      {
        when: { unit: 'bad', is: 'running', times: 2 },
        asks: { action: 'cancel' },
      },
    ],
    expected: {
      status: 'canceled',
      run: `${FAILED}, reopened, canceling, canceled`,
      steps: {
        a: `${once}, rolling back, compensated`,
        b: `${once}, rolling back, compensated`,
        bad: `${FAILED}, started, canceled`,
        'a:compensate': once,
        'b:compensate': once,
      },
      order: ['run reopened', 'b compensated', 'a compensated'],
    },
  }),
  scenario({
    name: 'what is rolled back twice is rolled back each time',
    steps: [step('a', [], undoing('a')), step('last', ['a'])],
    outcomes: { last: [waits(), waits()] },
    actions: [
      { when: { unit: 'last', is: 'running' }, asks: { action: 'cancel' } },
      { when: { run: 'canceled' }, asks: retry() },
      {
        when: { unit: 'last', is: 'running', times: 2 },
        asks: { action: 'cancel' },
      },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled, reopened, canceling, canceled',
      steps: {
        a: `${once}, rolling back, compensated, ${once}, rolling back, compensated`,
        'a:compensate': `${once}, ${once}`,
        last: 'started, canceled, started, canceled',
      },
    },
  }),
  scenario({
    name: 'what was skipped by hand stays skipped, what was decided stays decided',
    steps: [
      approval('ask'),
      step('a', ['ask']),
      step('b'),
      step('bad', ['ask']),
    ],
    outcomes: {
      b: [waits()],
      bad: [
        { ...fails('bug'), once: { unit: 'a', is: 'completed' } },
        completes(),
      ],
    },
    actions: [
      {
        when: { unit: 'b', is: 'running' },
        asks: { action: 'force', step: 'b', to: 'skip' },
      },
      {
        when: { unit: 'ask', is: 'waiting_human' },
        asks: { action: 'decide', step: 'ask', decision: 'approved' },
      },
      { when: hasFailed, asks: retry() },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, failed (bug), reopened, completed (partial)',
      steps: {
        ask: 'asked, approved, completed',
        a: once,
        b: 'started, skipped (forced)',
        bad: `${FAILED}, ${once}`,
      },
    },
  }),
  scenario({
    name: 'an approval that was rejected is asked for again',
    steps: [approval('ask'), step('b', ['ask'])],
    actions: [
      {
        when: { run: 'waiting_human' },
        asks: { action: 'decide', step: 'ask', decision: 'rejected' },
      },
      { when: hasFailed, asks: retry() },
      {
        when: { run: 'waiting_human', times: 2 },
        asks: { action: 'decide', step: 'ask', decision: 'approved' },
      },
    ],
    expected: {
      status: 'completed',
      run: 'started, waiting_human, resumed, failed (policy_denied), reopened, waiting_human, resumed, completed',
      steps: {
        ask: 'asked, rejected, failed (policy_denied), asked, approved, completed',
        b: `skipped (upstream_failed), ${once}`,
      },
    },
  }),
];
