import {
  Condition,
  ErrorCategory,
  Json,
  RetryPolicy,
  StepDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { failAfter, noRetries } from '../../workflows';
import { Outcome, Scenario } from './scenario';

const step = (
  key: string,
  dependsOn: string[] = [],
  options: { when?: Condition; retry?: RetryPolicy } = {},
): StepDefinition => ({
  key,
  type: 'tool',
  handler: { name: key, version: 1 },
  dependsOn,
  retry: noRetries(),
  timeoutMs: 60_000,
  ...options,
});
const completes = (output: Json = null): Outcome => ({
  does: 'complete',
  output,
});
const fails = (category: ErrorCategory = 'transient'): Outcome => ({
  does: 'fail',
  category,
});
const dies: Outcome = { does: 'die' };
const waits = (then: 'complete' | 'fail' | 'let go'): Outcome => ({
  does: 'wait',
  then,
});

type Sketch = Omit<Scenario, 'definition' | 'input' | 'outcomes'> & {
  steps: StepDefinition[];
  input?: Json;
  outcomes?: Record<string, Outcome[]>;
};
const scenario = ({ steps, ...sketch }: Sketch): Scenario => ({
  input: {},
  outcomes: {},
  definition: {
    schemaVersion: 1,
    name: 'scenario',
    version: '1',
    inputSchema: { type: 'object' },
    steps,
  },
  ...sketch,
});

/** Long enough for what is quick to be over before. */
const SLOW_MS = 500;
const once = 'started, completed';
const diamond = [
  step('top'),
  step('left', ['top']),
  step('right', ['top']),
  step('join', ['left', 'right']),
];

const order = [
  scenario({
    name: 'a single step runs once',
    steps: [step('a')],
    expected: { status: 'completed', run: once, steps: { a: once } },
  }),
  scenario({
    name: 'a sequence runs in its order',
    steps: [step('c', ['b']), step('b', ['a']), step('a')],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, c: once },
    },
  }),
  scenario({
    name: 'branches join',
    steps: diamond,
    expected: {
      status: 'completed',
      run: once,
      steps: { top: once, left: once, right: once, join: once },
    },
  }),
  scenario({
    name: 'branches that have nothing in common run beside each other',
    steps: [step('a'), step('b'), step('a2', ['a']), step('b2', ['b'])],
    expected: {
      status: 'completed',
      run: once,
      steps: { a: once, b: once, a2: once, b2: once },
    },
  }),
  scenario({
    name: 'a step may be called like something that objects inherit',
    steps: [step('constructor'), step('b', ['constructor'])],
    expected: {
      status: 'completed',
      run: once,
      steps: { constructor: once, b: once },
    },
  }),
];

const large = { when: { gt: [{ $ref: '/steps/count/output/n' }, 10] } } as {
  when: Condition;
};
const conditions = [
  scenario({
    name: 'a condition on an output that holds lets its step run',
    steps: [step('count'), step('report', ['count'], large)],
    outcomes: { count: [completes({ n: 11 })] },
    expected: {
      status: 'completed',
      run: once,
      steps: { count: once, report: once },
    },
  }),
  scenario({
    name: 'a condition on an output that does not hold skips its step and what follows',
    steps: [
      step('count'),
      step('report', ['count'], large),
      step('send', ['report']),
    ],
    outcomes: { count: [completes({ n: 10 })] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        count: once,
        report: 'skipped (condition)',
        send: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a condition on the input skips a root; a run of which all is skipped completes',
    steps: [
      step('a', [], { when: { eq: [{ $ref: '/input/go' }, true] } }),
      step('b', ['a']),
    ],
    input: { go: 'true' },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: 'skipped (condition)',
        b: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a join is skipped where one of its branches was',
    steps: [
      step('a'),
      step('b', [], { when: { exists: { $ref: '/input/b' } } }),
      step('join', ['a', 'b']),
    ],
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: once,
        b: 'skipped (condition)',
        join: 'skipped (upstream_skipped)',
      },
    },
  }),
  scenario({
    name: 'a condition reads an output from further up',
    steps: [
      step('count'),
      step('between', ['count']),
      step('report', ['between'], large),
    ],
    outcomes: { count: [completes({ n: 11 })] },
    expected: {
      status: 'completed',
      run: once,
      steps: { count: once, between: once, report: once },
    },
  }),
  scenario({
    name: 'an output that is missing what a condition reads is no failure',
    steps: [step('count'), step('report', ['count'], large)],
    outcomes: { count: [completes(null)] },
    expected: {
      status: 'completed',
      run: once,
      steps: { count: once, report: 'skipped (condition)' },
    },
  }),
];

const RETRIED = 'retrying (failed, expected)';
const LOST = 'retrying (lost, unexpected)';
const retries = [
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

const losses = [
  scenario({
    name: 'a lost attempt is repeated, though the policy is none',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [dies] },
    expected: {
      status: 'completed',
      run: once,
      steps: { a: `started, ${LOST}, started, completed`, b: once },
    },
  }),
  scenario({
    name: 'a lost attempt does not count against the policy',
    steps: [step('a', [], { retry: failAfter(2) })],
    outcomes: { a: [dies, fails(), dies, completes()] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: `started, ${LOST}, started, ${RETRIED}, started, ${LOST}, started, completed`,
      },
    },
  }),
  scenario({
    name: 'three losses of one step park the run',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies] },
    expected: {
      status: 'paused',
      run: 'started, paused (poison)',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}`,
      },
    },
  }),
  scenario({
    name: 'a run is parked only once what runs has settled, and starts nothing more',
    steps: [step('bad'), step('slow'), step('after', ['slow'])],
    outcomes: {
      bad: [dies, dies, dies],
      slow: [{ ...completes(), takesMs: SLOW_MS }],
    },
    expected: {
      status: 'paused',
      run: 'started, paused (poison)',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}`,
        slow: once,
      },
    },
  }),
  scenario({
    name: 'losses of different steps are counted apart',
    steps: [step('a'), step('b', ['a'])],
    outcomes: { a: [dies, dies], b: [dies, dies] },
    expected: {
      status: 'completed',
      run: once,
      steps: {
        a: `started, ${LOST}, started, ${LOST}, started, completed`,
        b: `started, ${LOST}, started, ${LOST}, started, completed`,
      },
    },
  }),
];

const failures = (
  [
    ['completes', completes(), 'completed'],
    ['fails, though its policy would retry', fails(), 'failed (transient)'],
    ['is lost', dies, 'failed (transient)'],
  ] as const
).map(([what, outcome, end]) =>
  scenario({
    name: `a failure lets what runs settle: it ${what}`,
    steps: [
      step('bad'),
      step('slow', [], { retry: failAfter(3) }),
      step('after_bad', ['bad']),
      step('after_slow', ['slow']),
    ],
    outcomes: {
      bad: [fails('bug')],
      slow: [{ ...outcome, takesMs: SLOW_MS }],
    },
    expected: {
      status: 'failed',
      run: 'started, failed (bug)',
      steps: {
        bad: 'started, failed (bug)',
        slow: `started, ${end}`,
        after_bad: 'skipped (upstream_failed)',
        after_slow: 'skipped (upstream_failed)',
      },
    },
  }),
);

const cancels = [
  scenario({
    name: 'a queued run is canceled at once',
    steps: diamond,
    cancel: { whileRun: 'queued' },
    expected: {
      status: 'canceled',
      run: 'canceling, canceled',
      steps: {
        top: 'skipped (run_canceled)',
        left: 'skipped (run_canceled)',
        right: 'skipped (run_canceled)',
        join: 'skipped (run_canceled)',
      },
    },
  }),
  ...(
    [
      ['completes all the same keeps its result', 'complete', 'completed'],
      ['fails when it is aborted is canceled', 'fail', 'canceled'],
      ['lets go when it is aborted is canceled', 'let go', 'canceled'],
    ] as const
  ).map(([what, then, end]) =>
    scenario({
      name: `a step of a canceled run that ${what}`,
      steps: [step('a', [], { retry: failAfter(3) }), step('b', ['a'])],
      outcomes: { a: [waits(then)] },
      cancel: { whileStep: 'a', is: 'running' },
      expected: {
        status: 'canceled',
        run: 'started, canceling, canceled',
        steps: { a: `started, ${end}`, b: 'skipped (run_canceled)' },
      },
    }),
  ),
  scenario({
    name: 'a retry that waits is canceled',
    steps: [step('a', [], { retry: failAfter(2, { delayMs: 60_000 }) })],
    outcomes: { a: [fails()] },
    cancel: { whileStep: 'a', is: 'retrying' },
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: { a: `started, ${RETRIED}, canceled` },
    },
  }),
  scenario({
    name: 'what has completed before a cancel stays completed',
    steps: [step('a'), step('b', ['a']), step('c', ['b'])],
    outcomes: { b: [waits('let go')] },
    cancel: { whileStep: 'b', is: 'running' },
    expected: {
      status: 'canceled',
      run: 'started, canceling, canceled',
      steps: {
        a: once,
        b: 'started, canceled',
        c: 'skipped (run_canceled)',
      },
    },
  }),
  scenario({
    name: 'a run that is parked can be canceled',
    steps: [step('bad'), step('after', ['bad'])],
    outcomes: { bad: [dies, dies, dies] },
    cancel: { whileRun: 'paused' },
    expected: {
      status: 'canceled',
      run: 'started, paused (poison), canceling, canceled',
      steps: {
        bad: `started, ${LOST}, started, ${LOST}, started, ${LOST}, canceled`,
        after: 'skipped (run_canceled)',
      },
    },
  }),
];

/** What every executor of workflows has to do alike. */
export const scenarios: readonly Scenario[] = [
  ...order,
  ...conditions,
  ...retries,
  ...losses,
  ...failures,
  ...cancels,
];
