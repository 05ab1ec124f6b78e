import {
  Attempt,
  Forecast,
  LogLine,
  Run,
  RunStateEntry,
  Step,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import {
  branchesOf,
  buildGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import {
  aRunKept,
  actionsAllowed,
  aLogLine,
  anAttempt,
  aRun,
  aStep,
  FakeRun,
  someQuestions,
} from 'backstage-plugin-workflow-runs-react/testing';

/** What a step of a scripted run does: one duration in seconds per attempt. */
export interface PlannedStep {
  key: string;
  name?: string;
  type?: Step['type'];
  after?: string[];
  seconds: number[];
  /** Every attempt but the last fails with it; the last one, too, where `fails`. */
  error?: StepError;
  fails?: boolean;
  skipped?: boolean;
  /** The worker died during the first attempt. */
  lost?: boolean;
  progress?: string;
}

/** A scripted run: what it does, and whether somebody cancels it on the way. */
export interface Plan {
  run: Partial<Run>;
  steps: PlannedStep[];
  cancelAfterS?: number;
  /** How long it may take. */
  targetS?: number;
  /** Steps that are undone once it has failed, in this order. */
  undoes?: string[];
}

const BACKOFF_S = [4, 8, 16, 32];
const QUEUED_S = 3;
const UNDO_S = 9;

interface Timed {
  planned: PlannedStep;
  attempts: { start: number; end: number; failed: boolean; lost: boolean }[];
  end: number;
}

/** The run, as it is so many seconds after its start. */
export function playPlan(
  plan: Plan,
  startedAt: number,
  elapsedS: number,
): FakeRun {
  const timed = timesOf(plan.steps);
  const failed = timed.find(each => each.planned.fails);
  const failsAt = failed?.end ?? Infinity;
  const lastEnd = Math.max(
    ...timed
      .filter(each => each.attempts[0]?.start < failsAt)
      .map(each => each.end),
  );
  const undoes = failed ? plan.undoes ?? [] : [];
  const undoesFrom = Math.min(lastEnd, plan.cancelAfterS ?? Infinity);
  const endsAt = undoesFrom + undoes.length * UNDO_S;
  const now = Math.min(elapsedS, endsAt);
  const ended = elapsedS >= endsAt;
  const canceled = ended && endsAt === plan.cancelAfterS;
  const iso = (s: number) => new Date(startedAt + s * 1_000).toISOString();
  const stopsAt = Math.min(failsAt, plan.cancelAfterS ?? Infinity);

  const branches = branchesOfPlan(plan);
  const attempts: Attempt[] = [];
  const steps = timed.map(({ planned, attempts: tries, end }, index): Step => {
    const begun = tries.filter(each => each.start < Math.min(now, stopsAt));
    const own = begun.map((each, number): Attempt => {
      const cut = canceled && each.end > endsAt;
      const open = !ended && each.end > now;
      const finish = cut ? endsAt : each.end;
      return anAttempt({
        stepKey: planned.key,
        number: number + 1,
        status: statusOf({ cut, open, ...each }),
        expected: number === 0 ? null : !tries[number - 1].lost,
        startedAt: iso(each.start),
        completedAt: open ? null : iso(finish),
        durationMs: open ? null : Math.round((finish - each.start) * 1_000),
        error: !open && !cut && each.failed ? planned.error ?? null : null,
      });
    });
    attempts.push(...own);
    const last = own.at(-1);
    const done = begun.length === tries.length && end <= now;
    const status: Step['status'] = (() => {
      if (planned.skipped && elapsedS > 0) return 'skipped';
      if (!last) return ended ? 'skipped' : 'pending';
      if (done) return planned.fails ? 'failed' : 'completed';
      if (canceled) return 'canceled';
      return last.completedAt ? 'retrying' : 'running';
    })();
    const finished = ['completed', 'failed', 'canceled'].includes(status);
    const skipReason = (() => {
      if (status !== 'skipped') return null;
      if (planned.skipped) return 'condition';
      return canceled ? 'run_canceled' : 'upstream_failed';
    })();
    return aStep({
      id: `step_${planned.key}`,
      stepKey: planned.key,
      stepNumber: index + 1,
      name: planned.name ?? planned.key,
      type: planned.type ?? 'tool',
      status,
      dependsOn: planned.after ?? [],
      branchId: branches.get(planned.key) ?? null,
      attempts: own.length,
      retries: Math.max(0, own.length - 1),
      startedAt: own[0]?.startedAt ?? null,
      completedAt: finished ? last!.completedAt : null,
      durationMs: finished
        ? Date.parse(last!.completedAt!) - Date.parse(own[0].startedAt)
        : null,
      nextAttemptAt:
        status === 'retrying' ? iso(tries[begun.length].start) : null,
      skipReason,
      error: status === 'failed' ? planned.error ?? null : null,
      progress:
        status === 'running' && planned.progress
          ? {
              message: planned.progress,
              fraction: Math.min(
                0.99,
                (now - tries[begun.length - 1].start) /
                  (tries[begun.length - 1].end - tries[begun.length - 1].start),
              ),
            }
          : null,
      updatedAt: iso(now),
    });
  });

  undoes.forEach((key, index) => {
    const start = undoesFrom + index * UNDO_S;
    const undone = steps.find(step => step.stepKey === key);
    if (start > elapsedS || !undone) return;
    const done = start + UNDO_S <= elapsedS;
    const stepKey = `${key}:compensate`;
    const times = {
      startedAt: iso(start),
      completedAt: done ? iso(start + UNDO_S) : null,
      durationMs: done ? UNDO_S * 1_000 : null,
    };
    const status = done ? 'completed' : 'running';
    attempts.push(anAttempt({ stepKey, status, ...times }));
    steps.push(
      aStep({
        id: `step_${stepKey}`,
        stepKey,
        stepNumber: undone.stepNumber,
        name: undone.name,
        type: 'compensation',
        status,
        attempts: 1,
        updatedAt: iso(now),
        ...times,
      }),
    );
  });

  const completed = steps.filter(
    step =>
      step.status === 'completed' ||
      (step.status === 'skipped' && step.skipReason === 'condition'),
  ).length;
  const status: Run['status'] = (() => {
    if (elapsedS < 0) return 'queued';
    if (!ended) return 'running';
    if (canceled) return 'canceled';
    return failed ? 'failed' : 'completed';
  })();
  const run = aRun({
    status,
    queuedAt: iso(-QUEUED_S),
    startedAt: status === 'queued' ? null : iso(0),
    completedAt: ended ? iso(endsAt) : null,
    durationMs: ended ? Math.round(endsAt * 1_000) : null,
    updatedAt: iso(now),
    progress: {
      completedSteps: completed,
      totalSteps: steps.length,
      percentage: Math.floor((completed / steps.length) * 100),
    },
    currentSteps: steps
      .filter(step => ['running', 'retrying'].includes(step.status))
      .map(step => ({
        stepKey: step.stepKey,
        itemIndex: -1,
        name: step.name,
        status: step.status,
        attempt: step.attempts,
        progress: step.progress,
      })),
    error:
      status === 'failed'
        ? { ...failed!.planned.error!, stepKey: failed!.planned.key }
        : null,
    allowedActions: actionsAllowed(
      ended
        ? { cancel: { allowed: false, reason: `The run is ${status}` } }
        : {},
    ),
    position: Math.max(1, Math.floor(elapsedS * 10)),
    ...(plan.targetS && {
      sla: {
        status: now > plan.targetS ? 'breached' : 'on_track',
        targetMs: plan.targetS * 1_000,
        dueAt: iso(plan.targetS),
      },
    }),
    ...plan.run,
  });
  attempts.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return {
    run,
    states: statesOf(status, iso, endsAt),
    steps: steps.map(step => ({ ...step, runId: run.id })),
    attempts,
    recentEvents: [],
    logSequence: null,
    logs: logsOf(steps, attempts),
    payloads: [],
    artifacts: [],
    actions: [],
    decisions: [],
    failureGroup: null,
    kept: aRunKept(),
    events: [],
    annotations: [],
    business: { experience: null, details: {}, indicators: [] },
    traceSources: [],
    logSources: [],
    questions: someQuestions(),
    comesAs: null,
    comesByStep: null,
    forecast: forecastOf(timed, status, now, endsAt, iso),
  };
}

/** What other runs of the workflow would tell: its steps take about as long as their first attempts. */
function forecastOf(
  timed: readonly Timed[],
  status: Run['status'],
  now: number,
  endsAt: number,
  iso: (s: number) => string,
): Partial<Forecast> {
  const goesOn = status === 'running';
  return {
    at: iso(now),
    finish: goesOn
      ? {
          earliest: iso(endsAt * 0.97),
          likely: iso(endsAt),
          latest: iso(endsAt * 1.2),
        }
      : null,
    reason: goesOn ? null : 'ended',
    runs: 128,
    steps: timed
      .filter(({ planned }) => !planned.skipped)
      .map(({ planned, attempts, end }) => {
        const isToCome = goesOn && attempts[0].start > now;
        return {
          stepKey: planned.key,
          n: 128,
          p50Ms: Math.round(planned.seconds[0] * 900),
          p95Ms: Math.round(planned.seconds[0] * 1_700),
          from: isToCome ? iso(attempts[0].start) : null,
          to: isToCome ? iso(end) : null,
        };
      }),
  };
}

const branchesByPlan = new WeakMap<Plan, ReturnType<typeof branchesOf>>();

function branchesOfPlan(plan: Plan) {
  const known = branchesByPlan.get(plan);
  if (known) return known;
  const branches = branchesOf(
    buildGraph({
      schemaVersion: 1,
      name: 'planned',
      version: '1.0.0',
      inputSchema: {},
      steps: plan.steps.map(({ key, after = [] }) => ({
        key,
        type: 'tool',
        handler: { name: key, version: 1 },
        dependsOn: after,
        retry: { kind: 'none' },
        timeoutMs: 60_000,
      })),
    }),
  );
  branchesByPlan.set(plan, branches);
  return branches;
}

function statusOf(attempt: {
  cut: boolean;
  open: boolean;
  failed: boolean;
  lost: boolean;
}): Attempt['status'] {
  if (attempt.cut) return 'canceled';
  if (attempt.open) return 'running';
  if (attempt.lost) return 'lost';
  return attempt.failed ? 'failed' : 'completed';
}

function timesOf(steps: PlannedStep[]): Timed[] {
  const ends = new Map<string, number>();
  return steps.map(planned => {
    let start = Math.max(
      0,
      ...(planned.after ?? []).map(key => ends.get(key)!),
    );
    const attempts = (planned.skipped ? [] : planned.seconds).map(
      (seconds, index) => {
        const failed =
          planned.fails === true || index < planned.seconds.length - 1;
        const lost = planned.lost === true && index === 0;
        const attempt = { start, end: start + seconds, failed, lost };
        start = attempt.end + (lost ? 1 : BACKOFF_S[index]);
        return attempt;
      },
    );
    const end = attempts.at(-1)?.end ?? start;
    ends.set(planned.key, end);
    return { planned, attempts, end };
  });
}

function statesOf(
  status: Run['status'],
  iso: (s: number) => string,
  endsAt: number,
): RunStateEntry[] {
  const entry = (
    of: Run['status'],
    from: number,
    to: number | null,
  ): RunStateEntry => ({
    status: of,
    generation: 0,
    reason: null,
    enteredAt: iso(from),
    leftAt: to === null ? null : iso(to),
  });
  if (status === 'queued') return [entry('queued', -QUEUED_S, null)];
  const queued = entry('queued', -QUEUED_S, 0);
  if (status === 'running') return [queued, entry('running', 0, null)];
  return [queued, entry('running', 0, endsAt), entry(status, endsAt, null)];
}

function logsOf(steps: Step[], attempts: Attempt[]): LogLine[] {
  const nameOf = new Map(steps.map(step => [step.stepKey, step.name]));
  const lines = attempts.flatMap(attempt => {
    const own = { stepKey: attempt.stepKey, attempt: attempt.number };
    const start = aLogLine({
      ...own,
      at: attempt.startedAt,
      message: `${nameOf.get(
        attempt.stepKey,
      )} started for account=acc_5512 admin=[redacted:e-mail]`,
    });
    if (!attempt.completedAt) return [start];
    return [
      start,
      aLogLine({
        ...own,
        at: attempt.completedAt,
        level: attempt.error ? 'error' : 'info',
        message: attempt.error ? attempt.error.message : 'done',
        fields: attempt.error ? null : { durationMs: attempt.durationMs },
      }),
    ];
  });
  return lines
    .sort((a, b) => a.at.localeCompare(b.at))
    .map((line, index) => ({ ...line, sequence: index + 1 }));
}
