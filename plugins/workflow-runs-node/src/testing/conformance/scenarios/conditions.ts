import { Condition } from 'backstage-plugin-workflow-runs-common';
import { completes, once, scenario, step } from './sketch';

const large = {
  when: { gt: [{ $ref: '/steps/count/output/n' }, 10] },
} as { when: Condition };
/** What a condition says decides whether a step runs. */
export const conditions = [
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
