import { contributionOf, EndedRun, keyOfQueue } from './contribution';
import { RUN_COUNTS, STEP_COUNTS, Tally } from './Tally';

const RUN: EndedRun = {
  id: 'run_1',
  workflowId: 'wfl_1',
  tenantId: 'default',
  version: '1',
  environment: 'production',
  backfill: false,
  status: 'completed',
  endedAt: 10_000,
  durationMs: 2_000,
  generation: 0,
  partial: false,
  sla: null,
  errorCategory: null,
  tokens: null,
  computeMs: null,
  accuracy: null,
  throughputDelta: null,
  experience: null,
  areStepsGone: false,
  queues: [],
  steps: [],
  attempts: new Map(),
};

/** What a tally holds, but for what it does not. */
function counts<C extends string>(tally: Tally<C>, names: readonly C[]) {
  return Object.fromEntries(
    names.map(name => [name, tally.get(name)]).filter(([, count]) => count),
  );
}
const ofRun = (run: Partial<EndedRun>) => {
  const { run: tally } = contributionOf({ ...RUN, ...run });
  return { ...counts(tally, RUN_COUNTS), timed: tally.bins.total };
};
const attempts = (expected: number, unexpected: number, errors: number) =>
  new Map([['fetch', { expected, unexpected, errors }]]);
const DONE = { completed: 1, durationMs: 2_000, timed: 1 };

it.each<[string, Partial<EndedRun>, object]>([
  ['completed at the first go', {}, { ...DONE, firstPass: 1 }],
  [
    'completed in part',
    { partial: true },
    { ...DONE, firstPass: 1, partial: 1 },
  ],
  ['completed after it was opened again', { generation: 1 }, DONE],
  [
    'completed with retries',
    { attempts: attempts(2, 1, 3) },
    { ...DONE, retriesExpected: 2, retriesUnexpected: 1, errors: 3 },
  ],
  [
    'completed with an error that was no reason for a retry',
    { attempts: attempts(0, 0, 1) },
    { ...DONE, firstPass: 1, errors: 1 },
  ],
  [
    'completed at once',
    { durationMs: 0 },
    { completed: 1, firstPass: 1, timed: 1 },
  ],
  [
    'failed',
    { status: 'failed', errorCategory: 'timeout', attempts: attempts(1, 0, 2) },
    {
      failed: 1,
      'failed:timeout': 1,
      retriesExpected: 1,
      errors: 2,
      timed: 0,
    },
  ],
  [
    'failed, and nobody says of what',
    { status: 'failed' },
    { failed: 1, timed: 0 },
  ],
  [
    'was canceled, of which neither time nor target say anything',
    { status: 'canceled', sla: 'met', partial: true },
    { canceled: 1, timed: 0 },
  ],
  [
    'completed after an error that was made good',
    { errorCategory: 'bug' },
    { ...DONE, firstPass: 1 },
  ],
  ['completed in time', { sla: 'met' }, { ...DONE, firstPass: 1, slaMet: 1 }],
  [
    'failed too late',
    { status: 'failed', sla: 'breached' },
    { failed: 1, slaBreached: 1, timed: 0 },
  ],
  [
    'has used tokens, and nobody says of its computing',
    { tokens: 120 },
    { ...DONE, firstPass: 1, tokens: 120, tokensRuns: 1, usageRuns: 1 },
  ],
  [
    'has used nothing, as it says',
    { tokens: 0, computeMs: 0 },
    { ...DONE, firstPass: 1, tokensRuns: 1, computeRuns: 1, usageRuns: 1 },
  ],
  [
    'has reported',
    { accuracy: 0.875, throughputDelta: -0.5, experience: 0 },
    {
      ...DONE,
      firstPass: 1,
      accuracy: 8_750,
      accuracyRuns: 1,
      throughputDelta: -5_000,
      throughputDeltaRuns: 1,
      experienceRuns: 1,
    },
  ],
  [
    'has reported what nothing can be made of',
    { throughputDelta: 1e300, accuracy: Infinity },
    { ...DONE, firstPass: 1 },
  ],
])('a run that %s', (_, run, wanted) => {
  expect(ofRun(run)).toEqual(wanted);
});

it.each([
  ['completed', 500, { occurrences: 1, durationMs: 500, timed: 1 }],
  ['compensated', 500, { occurrences: 1, durationMs: 500, timed: 1 }],
  ['completed', 0, { occurrences: 1, timed: 1 }],
  ['failed', 500, { occurrences: 1, failures: 1, timed: 0 }],
  ['canceled', 500, { occurrences: 1, timed: 0 }],
  ['running', null, { occurrences: 1, timed: 0 }],
])('a step that is %s after %s ms', (status, durationMs, wanted) => {
  const step = { key: 'fetch', name: 'Fetch', status, durationMs };
  const { steps } = contributionOf({
    ...RUN,
    steps: [step],
    attempts: attempts(2, 1, 3),
  });
  const tally = steps.get('fetch')!;

  expect({ ...counts(tally, STEP_COUNTS), timed: tally.bins.total }).toEqual({
    retriesExpected: 2,
    retriesUnexpected: 1,
    ...wanted,
  });
});

it('counts a run once for each of its queues, whatever it has on them', () => {
  const { steps } = contributionOf({
    ...RUN,
    status: 'completed',
    durationMs: 700,
    queues: ['orders', 'cards'],
  });

  expect([...steps.keys()]).toEqual([
    keyOfQueue('orders'),
    keyOfQueue('cards'),
  ]);
  for (const tally of steps.values()) {
    expect(counts(tally, STEP_COUNTS)).toMatchObject({
      occurrences: 1,
      durationMs: 700,
    });
  }
});
