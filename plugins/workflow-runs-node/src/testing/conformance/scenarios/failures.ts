import { failAfter } from '../../../workflows';
import { completes, dies, fails, scenario, step } from './sketch';

/** What follows where a step fails for good. */
export const failures = (
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
      slow: [{ ...outcome, once: { unit: 'bad', is: 'failed' } }],
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
