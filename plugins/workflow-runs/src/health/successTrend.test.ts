import { Run } from 'backstage-plugin-workflow-runs-common';
import { aRun } from 'backstage-plugin-workflow-runs-react/testing';
import { successTrend } from './successTrend';

/** Newest first: `C` completed, `F` failed, `X` canceled. */
const runs = (outcomes: string): Run[] =>
  [...outcomes].map((outcome, index) =>
    aRun({
      id: `run_${index}`,
      status: ({ C: 'completed', F: 'failed', X: 'canceled' } as const)[
        outcome as 'C' | 'F' | 'X'
      ],
    }),
  );

describe('successTrend', () => {
  it.each([
    ['', []],
    // Fewer than half of what a point looks back at.
    ['CCCC', []],
    ['CCCCC', [1]],
    ['CXFCCC', [0.8]],
    // Oldest first: the failure is the newest.
    ['FCCCCC', [1, 5 / 6]],
    // The oldest failure is behind the window by then.
    ['CCCCCCCCCCF', [0.8, 5 / 6, 6 / 7, 7 / 8, 8 / 9, 0.9, 1]],
  ])('of %s is %j', (outcomes, expected) => {
    expect(successTrend(runs(outcomes))).toEqual(expected);
  });
});
