import { completes, once, scenario, step, waits } from './sketch';

const unlessLeft = { when: { exists: { $ref: '/input/left' } } } as const;
const unlessRight = { when: { exists: { $ref: '/input/right' } } } as const;
const joined = [
  step('left', [], unlessLeft),
  step('right', [], unlessRight),
  step('join', ['left', 'right'], { join: 'any' }),
];

/** Where branches meet, and how many attempts a run has room for. */
export const joins = [
  scenario({
    name: 'a step that joins any of its branches waits for all of them',
    steps: joined,
    input: { left: true, right: true },
    outcomes: {
      left: [{ ...completes(), once: { unit: 'right', is: 'completed' } }],
    },
    expected: {
      status: 'completed',
      run: once,
      steps: { left: once, right: once, join: once },
      order: ['left completed', 'join started'],
    },
  }),
  scenario({
    name: 'a step that joins any of its branches runs where one was skipped',
    steps: joined,
    input: { right: true },
    expected: {
      status: 'completed',
      run: once,
      steps: { left: 'skipped (condition)', right: once, join: once },
    },
  }),
  scenario({
    name: 'a step that joins any of its branches is skipped where all were',
    steps: joined,
    expected: {
      status: 'completed',
      run: once,
      steps: {
        left: 'skipped (condition)',
        right: 'skipped (condition)',
        join: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a failure skips what joins any of its branches too',
    steps: joined,
    input: { left: true, right: true },
    outcomes: {
      left: [{ does: 'fail', category: 'bug' }],
      right: [{ ...completes(), once: { unit: 'left', is: 'failed' } }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        left: 'started, failed (bug)',
        right: once,
        join: 'skipped (upstream_failed)',
      },
    },
  }),
  scenario({
    name: 'a run has room for so many attempts, and takes steps as they come',
    steps: [step('a'), step('b'), step('c'), step('d')],
    concurrency: 2,
    outcomes: {
      a: [{ ...completes(), once: { unit: 'c', is: 'completed' } }],
    },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, c: once, d: once },
      order: [
        'a started',
        'b started',
        'b completed',
        'c started',
        'c completed',
      ],
    },
  }),
  scenario({
    name: 'with room for one attempt a retry waits for its turn again',
    steps: [
      step('a', [], { retry: { kind: 'failAfter', attempts: 2, delayMs: 0 } }),
      step('b'),
    ],
    concurrency: 1,
    outcomes: { a: [{ does: 'fail', category: 'transient' }] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: 'started, retrying (failed, expected), started, completed',
        b: once,
      },
      order: ['a retrying (failed, expected)', 'b started', 'b completed'],
    },
  }),
  scenario({
    name: 'a step that waits for a human takes no room',
    steps: [
      { key: 'ask', type: 'approval', dependsOn: [], approvers: [] },
      step('a'),
      step('b'),
    ],
    concurrency: 1,
    outcomes: { b: [waits('complete')] },
    actions: [
      {
        when: { unit: 'b', is: 'running' },
        asks: { action: 'decide', step: 'ask', decision: 'approved' },
      },
      {
        when: { unit: 'ask', is: 'completed' },
        asks: { action: 'force', step: 'b', to: 'complete' },
      },
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: {
        ask: 'asked, approved, completed',
        a: once,
        b: 'started, completed (forced)',
      },
    },
  }),
  scenario({
    name: 'what a run puts out is what its last steps have put out',
    steps: [step('a'), step('b', ['a']), step('c', ['a'])],
    outcomes: {
      a: [completes(1)],
      b: [completes({ two: [2, null] })],
      c: [completes('three')],
    },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, c: once },
      output: { b: { two: [2, null] }, c: 'three' },
    },
  }),
  scenario({
    name: 'what a run puts out is what its definition says',
    steps: [step('a'), step('b', ['a'])],
    output: {
      first: { $ref: '/steps/a/output/0' },
      given: { $ref: '/input/n' },
      missing: { $ref: '/steps/b/output/nothing' },
      literal: 'as it is',
    },
    input: { n: 7 },
    outcomes: { a: [completes(['x', 'y'])] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once },
      output: { first: 'x', given: 7, missing: null, literal: 'as it is' },
    },
  }),
];
