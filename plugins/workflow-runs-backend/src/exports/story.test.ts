import { ExportedRun } from 'backstage-plugin-workflow-runs-common';
import {
  exportedAction,
  exportedDecision,
  exportedRun,
  exportedStep,
} from './__testUtils__/source';
import { StorySource, storyOf } from './story';

const LAUNCHED =
  'Orders was launched by user:default/ada on 2026-11-21 10:15:00 UTC';

const tell = (
  run: Partial<ExportedRun>,
  source: Partial<StorySource> = {},
): string[] =>
  storyOf({
    run: exportedRun(run),
    steps: [exportedStep()],
    decisions: [],
    actions: [],
    ...source,
  });
const open = { completedAt: null, durationMs: null };
const error = {
  category: 'timeout' as const,
  code: 'ETIMEDOUT',
  message: 'No answer.',
  stepKey: 'fetch',
};

it.each<[string, Partial<ExportedRun>, Partial<StorySource>, string, string]>([
  [
    'completed',
    {},
    {},
    `${LAUNCHED}, and completed after 3.2 s.`,
    '2 of 2 steps are done.',
  ],
  [
    'completed after retries',
    {},
    { steps: [exportedStep({ retries: 1 }), exportedStep({ retries: 2 })] },
    `${LAUNCHED}, and completed after 3.2 s.`,
    '2 of 2 steps are done, after 3 retries.',
  ],
  [
    'completed in part, of one step',
    {
      partial: true,
      progress: { completedSteps: 1, totalSteps: 1, percentage: 100 },
    },
    { steps: [exportedStep({ retries: 1 })] },
    `${LAUNCHED}, and completed in part after 3.2 s.`,
    '1 of 1 step is done, after one retry.',
  ],
  [
    'failed',
    { status: 'failed', error },
    {},
    `${LAUNCHED}, and failed after 3.2 s.`,
    'Step “Fetch orders” failed for good with timeout (ETIMEDOUT): No answer.',
  ],
  [
    'failed at a step that is not among the first, and not rolled back',
    {
      status: 'failed',
      needsIntervention: true,
      error: { ...error, code: null, message: 'x'.repeat(400), stepKey: 'z' },
    },
    {},
    `${LAUNCHED}, and failed after 3.2 s.`,
    `Step “z” failed for good with timeout: ${'x'.repeat(
      300,
    )}…; what it did could not all be rolled back, and somebody has to see to it.`,
  ],
  [
    'failed without an error',
    { status: 'failed' },
    { steps: [] },
    `${LAUNCHED}, and failed after 3.2 s.`,
    'Why is not known.',
  ],
  [
    'canceled with a reason',
    { status: 'canceled' },
    {
      actions: [
        exportedAction({ status: 'refused', reason: 'no' }),
        exportedAction({ reason: 'wrong input' }),
      ],
    },
    `${LAUNCHED}, and was canceled after 3.2 s.`,
    'user:default/bo asked for it: wrong input.',
  ],
  [
    'canceling without a reason',
    { ...open, status: 'canceling' },
    { actions: [exportedAction({ status: 'accepted' })] },
    `${LAUNCHED}, and is being canceled.`,
    'user:default/bo asked for it and gave no reason.',
  ],
  [
    'canceled by nobody on record',
    { status: 'canceled' },
    {},
    `${LAUNCHED}, and was canceled after 3.2 s.`,
    'Nobody is on record as having asked for it.',
  ],
  [
    'queued',
    { ...open, status: 'queued', startedAt: null },
    {},
    `${LAUNCHED}, and has not started yet.`,
    'No worker has taken it so far.',
  ],
  [
    'paused for a reason',
    { ...open, status: 'paused', blockedReason: 'A step has failed' },
    {},
    `${LAUNCHED}, and is paused.`,
    'A step has failed.',
  ],
  [
    'waiting for a human',
    { ...open, status: 'waiting_human' },
    {
      decisions: [
        exportedDecision(),
        exportedDecision({ stepKey: 'old', decidedAt: 'x' }),
      ],
    },
    `${LAUNCHED}, and waits for a human.`,
    'Somebody is to decide at “Fetch orders”.',
  ],
  [
    'running',
    {
      ...open,
      status: 'running',
      currentSteps: [
        {
          stepKey: 'fetch',
          itemIndex: -1,
          name: 'Fetch orders',
          status: 'running',
          attempt: 1,
          progress: null,
        },
      ],
    },
    {},
    `${LAUNCHED}, and is running.`,
    'Under way: “Fetch orders”; 2 of 2 steps are done.',
  ],
])('%s', (_, run, source, first, second) => {
  expect(tell(run, source)).toEqual([first, second]);
});

it.each<[Partial<ExportedRun>, string]>([
  [{ triggerType: 'scheduled' }, 'was launched on schedule on'],
  [
    { triggerType: 'event', triggeredBy: 'order.placed' },
    'was launched by an event (order.placed) on',
  ],
  [{ triggerType: 'event' }, 'was launched by an event on'],
  [
    { triggerType: 'parent', parentRunId: 'run_p' },
    'was launched by the run run_p on',
  ],
  [{ triggerType: 'parent' }, 'was launched by another run on'],
  [
    { triggerType: 'backfill' },
    'was launched as a backfill by user:default/ada on',
  ],
  [{ startedBy: null }, 'Orders was launched on'],
])('how it came about: %j', (run, words) => {
  expect(tell(run)[0]).toContain(words);
});
