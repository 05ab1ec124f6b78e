import {
  Slo,
  Slos,
  WorkflowSlosDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  aSlo,
  aSlos,
  aWorkflowSlos,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { busy, telling, WORKFLOWS } from './statistics';

const WINDOWS = ['PT1H', 'PT6H', 'PT24H', 'PT72H'] as const;

/** Burn rates of the last hours, of a target of 99 %. */
const burning = (...counts: [bad: number, runs: number][]): Slo['burn'] =>
  counts.map(([bad, runs], index) => ({
    window: WINDOWS[index],
    bad,
    runs,
    rate: runs === 0 ? null : Math.round((bad / runs) * 1e5) / 1e3,
  }));

export const MET = aSlo([4, 1_284], {
  burn: burning([0, 2], [0, 13], [0, 44], [1, 131]),
});
export const MISSED = aSlo([38, 1_284], {
  severity: 'exhausted',
  burn: burning([0, 3], [2, 14], [5, 44], [11, 131]),
});
export const BURNING = aSlo([8, 1_284], {
  severity: 'fast_burn',
  burn: burning([3, 11], [4, 20], [5, 48], [6, 131]),
});
export const SLOW = aSlo([41, 1_246], {
  objective: 'p95_duration',
  target: 0.95,
  durationMs: 300_000,
  windowDays: 14,
  source: 'definition',
  severity: 'slow_burn',
  burn: burning([0, 2], [1, 13], [3, 42], [9, 128]),
});
export const FEW = aSlo([1, 4], {
  burn: burning([0, 0], [0, 0], [1, 1], [1, 2]),
});
export const PROBLEM: Slos['items'][number]['problems'][number] = {
  source: 'annotation',
  field: 'p95-duration',
  rule: 'value',
  message:
    'it must be a duration of 1 ms to 365 days, such as 90s, 10m or 1h30m',
};

/** A busy workflow of which something is expected. */
export const expecting =
  (slos: Slo[], overrides: Partial<WorkflowSlosDetail> = {}) =>
  (): FakeWorkflowRuns => {
    const api = telling(busy)();
    api.onWorkflowSlos = () => aWorkflowSlos(slos, overrides);
    api.onSlos = () => aSlos([{ workflow: WORKFLOWS[0], slos, problems: [] }]);
    return api;
  };

/** What is expected of the workflows of a team. */
export const OF_TEAM: Slos = aSlos(
  [
    { workflow: WORKFLOWS[3], slos: [MISSED, SLOW], problems: [] },
    { workflow: WORKFLOWS[0], slos: [BURNING], problems: [] },
    { workflow: WORKFLOWS[1], slos: [MET], problems: [] },
    { workflow: WORKFLOWS[2], slos: [FEW], problems: [PROBLEM] },
  ],
  { totals: { withTarget: 4, withoutTarget: 1 } },
);
