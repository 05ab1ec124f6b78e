import {
  durationToMs,
  Figures,
  Statistics,
  StatisticsPoint,
  StepStatistics,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import {
  aDuration,
  aFigures,
  aRun,
  aSeries,
  aStatistics,
  FakeQuery,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { portal } from './backends';
import { NOW } from './frozenClock';

const DAY_MS = durationToMs('P1D');
const QUARTER_MS = 900_000;
const SECOND = 1_000;
const { workflow } = aRun();

const named = (name: string, title: string): WorkflowSummary => ({
  ...workflow,
  id: `wf_${name}`,
  ref: `embedded/${name}`,
  name,
  title,
});

export const WORKFLOWS = [
  workflow,
  named('usage_rollup', 'Usage rollup'),
  named('invoice_export', 'Invoice export'),
  named('crm_contact_sync', 'CRM contact sync'),
  named('account_verification', 'Account verification'),
];

/** The same each time: a wave, with some noise upon it. */
const wave = (index: number, period: number, noise: number) =>
  Math.sin((index / period) * 2 * Math.PI) +
  ((((index + 1) * 2_654_435_761) % 1_000) / 1_000 - 0.5) * noise;

/** What the runs of one day come to; `level` is how many there are. */
export function aDay(index: number, level: number, p50Ms: number): Figures {
  const weekend = index % 7 >= 5 ? 0.4 : 1;
  const completed = Math.round(level * weekend * (1 + wave(index, 7, 0.5) / 6));
  const failed = Math.max(
    0,
    Math.round(completed * (0.1 + wave(index, 9, 1) / 14)),
  );
  const canceled = index % 5 === 3 ? 2 : 0;
  const met = Math.round((completed + failed) * 0.86);
  return aFigures(
    {
      completed,
      failed,
      canceled,
      firstPass: Math.round(completed * 0.92),
      retries: { expected: failed * 2, unexpected: Math.round(failed / 4) },
      errors: failed * 3,
      sla: {
        met,
        breached: completed + failed - met,
        rate: met / (completed + failed),
      },
      effectiveness: {
        accuracy: null,
        throughputDelta: null,
        experience: { mean: 0.81 + wave(index, 11, 0.4) / 20, n: completed },
      },
    },
    aDuration(completed, p50Ms * (1 + wave(index, 8, 0.6) / 10)),
  );
}

/** What several figures come to together; of quantiles, about. */
export function together(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => number) =>
    all.reduce((total, figures) => total + of(figures), 0);
  const completed = sum(each => each.completed);
  const failed = sum(each => each.failed);
  const met = sum(each => each.sla.met);
  const breached = sum(each => each.sla.breached);
  const durations = all.flatMap(each => each.duration ?? []);
  const middle = durations[Math.floor(durations.length / 2)];
  return aFigures(
    {
      completed,
      failed,
      canceled: sum(each => each.canceled),
      firstPass: sum(each => each.firstPass),
      retries: {
        expected: sum(each => each.retries.expected),
        unexpected: sum(each => each.retries.unexpected),
      },
      errors: sum(each => each.errors),
      sla: {
        met,
        breached,
        rate: met + breached ? met / (met + breached) : null,
      },
      mttr: { episodes: 38, meanMs: 380 * SECOND },
      usage: {
        tokens: completed * 4_100,
        computeMs: completed * 38 * SECOND,
        runs: completed,
      },
      effectiveness: {
        accuracy: null,
        throughputDelta: null,
        experience: { mean: 0.82, n: completed },
      },
    },
    middle ? { ...middle, n: completed } : null,
  );
}

const step = (
  stepKey: string,
  n: number,
  p50Ms: number,
  more: Partial<StepStatistics> = {},
): StepStatistics => ({
  workflow,
  stepKey,
  name: stepKey,
  occurrences: n,
  failures: 0,
  retries: { expected: 0, unexpected: 0 },
  duration: n > 0 ? aDuration(n, p50Ms) : null,
  ...more,
});

const retried = (expected: number, unexpected: number, failures = 0) => ({
  retries: { expected, unexpected },
  failures,
});

export const STEPS: StepStatistics[] = [
  step('provision', 1_241, 111_000, retried(84, 12, 61)),
  step('verify_identity', 1_284, 64_000, retried(50, 8, 38)),
  step('manual_review', 14, 57_000, retried(0, 1, 1)),
  step('seed_demo_data', 1_190, 45_500, retried(0, 0, 6)),
  step('create_crm_contact', 1_262, 24_000, retried(36, 3)),
  step('warm_cache', 1_188, 18_500),
  step('welcome_text', 1_175, 14_500),
  step('send_welcome', 1_180, 6_000, retried(13, 9, 8)),
  step('assign_plan', 1_240, 3_200, retried(16, 0, 5)),
  step('check_terms', 1_284, 1_800),
  step('load_account', 1_284, 900),
  step('validate_request', 1_284, 200),
];

/** The days that are asked for, the last one as far as it has come. */
function daysOf(query: Partial<FakeQuery>): {
  from: string;
  to: string;
  days: number;
} {
  const to = query.to
    ? Date.parse(query.to)
    : Math.ceil(NOW / QUARTER_MS) * QUARTER_MS;
  const from = query.from ? Date.parse(query.from) : to - 7 * DAY_MS;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    days: Math.max(1, Math.round((to - from) / DAY_MS)),
  };
}

/** A busy workflow, or several: `days` of them, as they were asked for. */
export function busy(query: Partial<FakeQuery>): Statistics {
  const { from, to, days } = daysOf(query);
  const all = Array.from({ length: days }, (_, index) =>
    aDay(index, 44, 178 * SECOND),
  );
  const total = together(all);
  const before = together(
    Array.from({ length: days }, (_, index) =>
      aDay(index + 3, 41, 186 * SECOND),
    ),
  );
  const version = (name: string, first: number, end: number, p50: number) => ({
    workflow,
    version: name,
    figures: together(
      all
        .slice(first, end)
        .map((_, index) => aDay(index + first, 44, p50 * SECOND)),
    ),
  });
  const middle = Math.ceil(days * 0.6);
  return aStatistics({
    from,
    to,
    total,
    previous: before,
    series: aSeries(to, DAY_MS, all),
    workflows: [{ workflow, figures: total }],
    versions: [
      version('2.3.1', 0, middle, 190),
      version('2.4.0', middle, days, 164),
    ],
    environments: [
      { environment: 'prod', figures: total },
      { environment: 'staging', figures: aDay(2, 12, 90 * SECOND) },
    ],
    taskQueues: [
      { name: 'orders', share: 0.8 },
      { name: 'payments', share: 0.5 },
      { name: 'nightly-reconciliation', share: 0.05 },
    ].map(({ name, share }) => ({
      taskQueue: name,
      runs: Math.round(total.runs * share),
      failed: Math.round(total.failed * share),
      retries: total.retries,
      duration:
        total.duration &&
        aDuration(Math.round(total.duration.n * share), 90 * SECOND),
    })),
    steps: STEPS,
    errors: [
      { category: 'external_api', count: Math.round(total.failed * 0.4) },
      { category: 'transient', count: Math.round(total.failed * 0.25) },
      { category: 'timeout', count: Math.round(total.failed * 0.16) },
      { category: 'validation_failed', count: Math.round(total.failed * 0.1) },
      { category: 'policy_denied', count: Math.round(total.failed * 0.05) },
      { category: 'bug', count: Math.round(total.failed * 0.04) },
    ],
    longest: Array.from({ length: 10 }, (_, index) => ({
      runId: `run_01JDA8M2Q6ZK3V${index}QK`,
      workflow,
      durationMs: (900 - index * 41) * SECOND,
      completedAt: new Date(NOW - (index * 7 + 2) * 3_600_000).toISOString(),
    })),
  });
}

/** What a week of each of the team’s workflows comes to: how many complete, how many fail, how long they take. */
const TEAM: [completed: number, failed: number, p50Ms: number][] = [
  [308, 31, 178_000],
  [420, 12, 2_400_000],
  [154, 9, 210_000],
  [217, 78, 340_000],
  [9, 2, 560_000],
];

/** The same of a whole team: one of its workflows fails more than before. */
export function team(query: Partial<FakeQuery>): Statistics {
  const base = busy(query);
  const isBefore = Date.parse(base.to) < NOW;
  const workflows = TEAM.map(([completed, failed, p50Ms], index) => {
    const failures = isBefore && index === 3 ? 14 : failed;
    const met = completed - failures;
    return {
      workflow: WORKFLOWS[index],
      figures: aFigures(
        {
          completed,
          failed: failures,
          sla: {
            met,
            breached: 2 * failures,
            rate: met / (met + 2 * failures),
          },
          retries: { expected: failures, unexpected: 2 },
        },
        aDuration(completed, p50Ms),
      ),
    };
  }).sort((a, b) => b.figures.runs - a.figures.runs);
  const total = together(workflows.map(({ figures }) => figures));
  return {
    ...base,
    total,
    workflows,
    steps: STEPS.map((each, index) => ({
      ...each,
      workflow: WORKFLOWS[index % WORKFLOWS.length],
    })),
    totals: { workflows: workflows.length, runs: total.runs },
  };
}

/** A workflow that hardly ever runs. */
export function quiet(query: Partial<FakeQuery>): Statistics {
  const { from, to, days } = daysOf(query);
  const none = aFigures();
  const day = (index: number) => {
    if (index === 1) return aFigures({ completed: 2 }, aDuration(2, 40_000));
    if (index === 4) {
      return aFigures({ completed: 1, failed: 1 }, aDuration(1, 64_000));
    }
    return none;
  };
  const all = Array.from({ length: days }, (_, index) => day(index));
  return aStatistics({
    from,
    to,
    total: aFigures(
      { completed: 3, failed: 1, errors: 1 },
      aDuration(3, 44_000),
    ),
    previous: aFigures({ completed: 1 }, aDuration(1, 52_000)),
    series: aSeries(to, DAY_MS, all) as StatisticsPoint[],
    steps: [
      step('load_account', 4, 9_000),
      step('provision', 4, 31_000, retried(1, 1, 1)),
    ],
    errors: [{ category: 'timeout', count: 1 }],
    longest: [
      {
        runId: aRun().id,
        workflow,
        durationMs: 176_000,
        completedAt: to,
      },
    ],
  });
}

type Change = (statistics: Statistics) => Statistics;

/** The portal, of whose runs something is told. */
export const telling =
  (
    tell: (query: Partial<FakeQuery>) => Statistics,
    change: Change = same => same,
  ) =>
  (): FakeWorkflowRuns => {
    const api = portal();
    api.onStatistics = query => change(tell(query));
    return api;
  };
