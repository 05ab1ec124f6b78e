import { failAfter } from '../../../workflows';
import {
  approval,
  child,
  completes,
  dies,
  echoes,
  fails,
  once,
  RETRIED,
  scenario,
  step,
  wait,
  waits,
  workflow,
} from './sketch';

/** Steps that are runs of other workflows. */
export const children = [
  scenario({
    name: 'a step may be a run of another workflow, whose output is its own',
    steps: [
      step('a'),
      child('sub', ['a'], {
        workflow: 'pays',
        input: { of: { $ref: '/steps/a/output/n' }, fixed: true },
      }),
      step('b', ['sub']),
    ],
    output: { paid: { $ref: '/steps/sub/output/work' } },
    children: [workflow('pays', [step('work')])],
    outcomes: { a: [completes({ n: 5 })], 'sub/work': [echoes] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, sub: once, b: once },
      output: { paid: { of: 5, fixed: true } },
      children: { sub: once },
    },
  }),
  scenario({
    name: 'a run that fails fails the step that has launched it',
    steps: [child('sub', [], { workflow: 'refuses' }), step('b', ['sub'])],
    children: [workflow('refuses', [step('work')])],
    outcomes: { 'sub/work': [fails('external_api')] },
    expected: {
      status: 'failed',
      run: 'started, failed (external_api)',
      steps: {
        sub: 'started, failed (external_api)',
        b: 'skipped (upstream_failed)',
      },
      children: { sub: 'started, failed (external_api)' },
    },
  }),
  scenario({
    name: 'a step that is tried again launches another run',
    steps: [child('sub', [], { workflow: 'stutters', retry: failAfter(2) })],
    children: [workflow('stutters', [step('work')])],
    outcomes: { 'sub/work': [fails(), completes('at last')] },
    expected: {
      status: 'completed',
      run: once,
      steps: { sub: `started, ${RETRIED}, started, completed` },
      output: { sub: { work: 'at last' } },
      children: { sub: `started, failed (transient); ${once}` },
    },
  }),
  scenario({
    name: 'a run that is launched tries, loses and waits on its own',
    steps: [child('sub', [], { workflow: 'struggles' })],
    children: [
      workflow('struggles', [
        step('work', [], { retry: failAfter(2) }),
        wait('rest', ['work'], { for: { durationMs: 100 } }),
      ]),
    ],
    outcomes: { 'sub/work': [fails(), dies, completes(1)] },
    expected: {
      status: 'completed',
      run: once,
      steps: { sub: once },
      children: { sub: once },
    },
  }),
  scenario({
    name: 'runs launch runs that launch runs',
    steps: [child('sub', [], { workflow: 'delegates' })],
    children: [
      workflow('delegates', [child('deeper', [], { workflow: 'obeys' })]),
      workflow('obeys', [step('work')]),
    ],
    outcomes: { 'sub/deeper/work': [completes('deep')] },
    expected: {
      status: 'completed',
      run: once,
      steps: { sub: once },
      output: { sub: { deeper: { work: 'deep' } } },
      children: { sub: once },
    },
  }),
  scenario({
    name: 'there is nothing to launch where there is no such workflow',
    steps: [child('sub', [], { workflow: 'nobody_knows_it' })],
    expected: {
      status: 'failed',
      run: 'started, failed (validation_failed)',
      steps: { sub: 'started, failed (validation_failed)' },
    },
  }),
  scenario({
    name: 'a cancel reaches the runs that were launched',
    steps: [child('sub', [], { workflow: 'lingers' }), step('b', ['sub'])],
    children: [workflow('lingers', [step('work')])],
    outcomes: { 'sub/work': [waits()] },
    actions: [
      // The child may not have been launched yet: it ends all the same.
      { when: { unit: 'sub', is: 'running' }, asks: { action: 'cancel' } },
    ],
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { sub: 'started, canceled', b: 'skipped (run_canceled)' },
    },
  }),
  scenario({
    name: 'a run that is waited for too long is canceled',
    steps: [
      child('sub', [], {
        workflow: 'dawdles',
        // Long enough for the other run to come to its approval on a busy machine.
        totalTimeoutMs: 5_000,
        retry: failAfter(3, { delayMs: 4_900 }),
      }),
    ],
    children: [workflow('dawdles', [approval('ask')])],
    expected: {
      status: 'failed',
      run: 'started, failed (timeout)',
      steps: { sub: 'started, failed (timeout)' },
      children: { sub: 'started, waiting_human, canceling, canceled' },
    },
  }),
  scenario({
    name: 'a step that an operator settles cancels the run that it has launched',
    steps: [child('sub', [], { workflow: 'idles' }), step('b', ['sub'])],
    children: [workflow('idles', [approval('ask')])],
    actions: [
      {
        when: { unit: 'sub', is: 'running' },
        asks: { action: 'force', step: 'sub', to: 'complete', output: 1 },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: { sub: 'started, completed (forced)', b: once },
    },
  }),
  scenario({
    name: 'a run waits for the runs that it has launched where another step has failed',
    steps: [child('sub', [], { workflow: 'finishes' }), step('bad')],
    children: [workflow('finishes', [step('work')])],
    outcomes: {
      bad: [{ ...fails('bug'), once: { unit: 'sub', is: 'running' } }],
      'sub/work': [{ ...completes(1), once: { unit: 'bad', is: 'failed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: { sub: once, bad: 'started, failed (bug)' },
      children: { sub: once },
    },
  }),
  scenario({
    name: 'a run that was given up says nothing of the one that is launched after it',
    steps: [child('sub', [], { workflow: 'is_given_up' })],
    children: [
      workflow('is_given_up', [wait('rest', [], { for: { durationMs: 500 } })]),
    ],
    actions: [
      {
        when: { unit: 'sub', is: 'running' },
        asks: { action: 'force', step: 'sub', to: 'fail' },
      },
      { when: { run: 'failed' }, asks: { action: 'retry' } },
    ],
    expected: {
      status: 'completed',
      run: 'started, failed (policy_denied), reopened, completed',
      steps: { sub: `started, failed (policy_denied), ${once}` },
    },
  }),
];
