import {
  Attempt,
  explain,
  joinList,
  RunDetail,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import type { Ask } from '../api/createAsk';
import { shortened } from '../exports/wording';
import { storyOf } from '../exports/story';
import { defineAction, Desk, READING } from './BackstageAction';
import { fitting, lastFitting, leftOut, MAX_MESSAGE } from './bounds';
import { differencesOf } from './differencesOf';
import { explanationSchema } from './explanationSchema';
import { factsOf } from './factsOf';
import { allowedNow, runIdSchema, toBrief } from './runBrief';
import { toLine } from './tailLogs';

const PAGE = 1_000;
/** Pages of steps that are looked at. */
const MAX_PAGES = 5;
const MAX_ATTEMPTS = 20;
const MAX_LINES = 10;
const LOG_ROOM = 4_000;

export const explainRun = defineAction({
  name: 'explain-run',
  title: 'Explain what happened to a workflow run',
  description:
    'Why a run failed or was canceled, as facts with their evidence: the step that failed, its error, its attempts and last log lines, whether others fail so (first and last seen, runbook), and what differs from the last run that went well. All of it is read from what is recorded and redacted; quote the facts, do not guess beyond them. Of a run that goes on it says what it waits for.',
  attributes: READING,
  schema: {
    input: z => z.object({ runId: runIdSchema(z) }).strict(),
    output: explanationSchema,
  },
  answer: async ({ runId }, desk) => {
    const { ask, urlOf } = desk;
    const params = { runId };
    const run = await ask('getRun', { params });
    const { steps, areMore } = await stepsOf(ask, runId);
    const attempts = await attemptsOf(ask, run);
    const { items: actions } = await ask('listActions', { params });
    const { items: decisions } = await ask('listDecisions', { params });
    const explanation = explain(
      { run, steps, attempts: attempts.all },
      actions,
    );
    const logs = await linesOf(ask, run);
    const group = await groupOf(run, desk);
    const good =
      explanation?.kind === 'failed' ? await lastGood(run, desk) : null;
    const told = {
      run: toBrief(run, urlOf),
      story: storyOf({ run, steps, decisions, actions }).join(' '),
      failure: explanation?.kind === 'failed' ? toFailure(explanation) : null,
      cancellation:
        explanation?.kind === 'canceled' ? toCancellation(explanation) : null,
      rolledBackSteps: steps.filter(({ status }) => status === 'compensated')
        .length,
      attempts: attempts.shown.map(toAttempt),
      logs: logs.shown,
      failureGroup: group,
      lastGood: good && good.run,
      differences: good && good.differences,
      allowedActions: allowedNow(run),
    };
    return {
      facts: factsOf(told),
      ...told,
      cut: [
        ...(areMore
          ? [`Only the first ${steps.length} steps were looked at`]
          : []),
        ...leftOut(
          'attempt',
          { shown: attempts.shown.length, all: attempts.all.length },
          'these are the last ones',
        ),
        ...leftOut(
          'log line',
          { shown: logs.shown.length, all: logs.all.length },
          'these are the last ones; tail-logs has more',
        ),
        ...(good ? good.cut : []),
      ],
    };
  },
});

async function stepsOf(ask: Ask, runId: string) {
  const steps: Step[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextAfter } = await ask('listSteps', {
      params: { runId },
      query: { limit: PAGE, after },
    });
    steps.push(...items);
    if (nextAfter === null) return { steps, areMore: false };
    after = nextAfter;
  }
  return { steps, areMore: true };
}

/** Of the step that failed. */
async function attemptsOf(ask: Ask, { id, error }: RunDetail) {
  if (!error?.stepKey) return { all: [], shown: [] };
  const { items: all } = await ask('listAttempts', {
    params: { runId: id },
    query: { step: error.stepKey, limit: PAGE },
  });
  return { all, shown: lastFitting(all.slice(-MAX_ATTEMPTS)) };
}

/** What the step that failed has logged last: what it complains of, or else anything. */
async function linesOf(ask: Ask, { id, error }: RunDetail) {
  if (!error) return { all: [], shown: [] };
  const step = error.stepKey === null ? undefined : joinList([error.stepKey]);
  const last = (level?: string) =>
    ask('listLogs', {
      params: { runId: id },
      query: { limit: MAX_LINES, end: 'last', step, level },
    });
  const complaints = await last('warn,error');
  const { items } = complaints.items.length > 0 ? complaints : await last();
  const all = items.map(toLine);
  return { all, shown: lastFitting(all, LOG_ROOM) };
}

async function groupOf({ failureGroup }: RunDetail, { ask, urlOf }: Desk) {
  if (!failureGroup) return null;
  const group = await ask('getFailureGroup', {
    params: { groupId: failureGroup.id },
  });
  return {
    id: group.id,
    state: group.state,
    firstSeen: group.firstSeen,
    lastSeen: group.lastSeen,
    runs: group.seen.count,
    areMoreRuns: group.seen.isMore,
    failedNow: group.failed.count,
    runbook: group.runbook && group.runbook.url,
    recent: group.samples.slice(0, 5).map(({ runId, failedAt }) => ({
      runId,
      failedAt,
      url: urlOf(runId),
    })),
  };
}

/** Null where no run of the workflow went well before, or none that may be seen. */
async function lastGood(run: RunDetail, { ask, urlOf }: Desk) {
  try {
    const comparison = await ask('compareRuns', {
      params: { runId: run.id },
      query: { with: 'last-good' },
    });
    const { b } = comparison;
    const differences = differencesOf(comparison);
    const shown = fitting(differences.all, 4_000);
    return {
      run: {
        runId: b.id,
        url: urlOf(b.id),
        version: b.workflowVersion,
        completedAt: b.completedAt,
      },
      differences: shown,
      cut: [
        ...leftOut(
          'difference',
          { shown: shown.length, all: differences.all.length },
          'compare-runs tells more',
        ),
        ...differences.cut,
      ],
    };
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return null;
    throw error;
  }
}

type Explanation = NonNullable<ReturnType<typeof explain>>;

function toFailure({
  step,
  error,
  ...counts
}: Extract<Explanation, { kind: 'failed' }>) {
  return {
    step: step?.stepKey ?? null,
    stepName: step?.name ?? null,
    category: error.category,
    code: error.code,
    message: shortened(error.message, MAX_MESSAGE),
    attempts: counts.attempts,
    expectedRetries: counts.expectedRetries,
    unexpectedRetries: counts.unexpectedRetries,
    skippedSteps: counts.skipped,
  };
}

function toCancellation({
  actor,
  reason,
  skipped,
}: Extract<Explanation, { kind: 'canceled' }>) {
  return { actor, reason, skippedSteps: skipped };
}

function toAttempt({ number, generation, status, error, ...attempt }: Attempt) {
  return {
    number,
    generation,
    status,
    startedAt: attempt.startedAt,
    durationMs: attempt.durationMs,
    error: error && {
      category: error.category,
      code: error.code,
      message: shortened(error.message, 300),
    },
  };
}
