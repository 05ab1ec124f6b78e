import {
  anAttempt,
  aStep,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PlannedStep, playPlan } from './plan';

const refused = {
  category: 'external_api' as const,
  code: '429',
  message: 'The model answered 429 Too Many Requests',
};

/** Chains that do not branch off one another, so that nothing is drawn as one. */
const chain = (count: number): PlannedStep[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `import_batch_${index + 1}`,
    seconds: index % 23 === 5 ? [2, 3] : [1 + (index % 7)],
    after: index > 0 ? [`import_batch_${index}`] : [],
    error: refused,
  }));

const wide = (count: number): PlannedStep[] => [
  { key: 'plan', seconds: [4] },
  ...Array.from({ length: count }, (_, index): PlannedStep[] => [
    {
      key: `fetch_region_${index + 1}`,
      seconds: index === 3 ? [6, 9] : [5 + ((index * 7) % 11)],
      after: ['plan'],
      error: refused,
    },
    {
      key: `check_region_${index + 1}`,
      seconds: [3],
      after: [`fetch_region_${index + 1}`],
    },
  ]).flat(),
  {
    key: 'merge',
    seconds: [8],
    after: Array.from({ length: count }, (_, i) => `check_region_${i + 1}`),
  },
];

/** Runs of 1 to 10,000 steps, of many branches, and of a fan-out. */
const shapes = {
  one: () => [{ key: 'only', seconds: [3] }],
  steps_7: () => chain(7),
  steps_100: () => chain(100),
  steps_1000: () => chain(1_000),
  steps_10000: () => chain(10_000),
  branches: () => wide(4),
  wide: () => wide(8),
  batch: (): PlannedStep[] => [
    { key: 'list_invoices', seconds: [3] },
    { key: 'extract', seconds: [1], after: ['list_invoices'], type: 'map' },
    { key: 'report', seconds: [4], after: ['extract'] },
  ],
};

/** A backend that holds a completed run of the given shape, under its name. */
export function longRun(
  shape: keyof typeof shapes,
  now: number,
): FakeWorkflowRuns {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  const run = api.add(
    playPlan(
      { run: { id: shape }, steps: shapes[shape]() },
      now - 90_000_000,
      90_000,
    ),
  );
  if (shape === 'batch') fanOut(run);
  return api;
}

const ITEMS = 60;

/** Gives the fan-out its items, four of them at a time. */
function fanOut(run: ReturnType<FakeWorkflowRuns['add']>) {
  const map = run.steps[1];
  const start = Date.parse(map.startedAt!);
  const iso = (seconds: number) =>
    new Date(start + seconds * 1_000).toISOString();
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const from = Math.floor(index / 4) * 3;
    const failed = index === 17;
    const times = {
      startedAt: iso(from),
      completedAt: iso(from + 2 + (index % 4) / 2),
      durationMs: 2_000 + (index % 4) * 500,
    };
    return { index, failed, times };
  });
  const own = { stepKey: map.stepKey, stepNumber: map.stepNumber };
  const last = items[ITEMS - 1].times.completedAt;
  Object.assign(map, {
    itemCount: ITEMS,
    failedItems: 1,
    attempts: 0,
    completedAt: last,
    durationMs: Date.parse(last) - start,
  });
  run.steps.splice(
    2,
    0,
    ...items.map(({ index, failed, times }) =>
      aStep({
        ...own,
        id: `item_${index}`,
        itemIndex: index,
        name: map.name,
        status: failed ? 'failed' : 'completed',
        error: failed ? refused : null,
        attempts: 1,
        ...times,
      }),
    ),
  );
  run.attempts = run.attempts
    .filter(attempt => attempt.stepKey !== map.stepKey)
    .concat(
      items.map(({ index, failed, times }) =>
        anAttempt({
          stepKey: map.stepKey,
          itemIndex: index,
          status: failed ? 'failed' : 'completed',
          error: failed ? refused : null,
          ...times,
        }),
      ),
    );
}
