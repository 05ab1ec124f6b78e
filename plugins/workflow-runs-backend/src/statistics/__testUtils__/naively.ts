import { SomeAttempt, SomeRun } from './SomeRuns';

/** The time to recover that each run has put an end to, by the ids of the runs. */
export function recoveriesOf(runs: readonly SomeRun[]): Map<string, number> {
  const recoveries = new Map<string, number>();
  const failedSince = new Map<string, number>();
  const inOrder = [...runs].sort(
    (a, b) => a.endedAt - b.endedAt || (a.id < b.id ? -1 : 1),
  );
  for (const { id, workflow, environment, status, endedAt } of inOrder) {
    const chain = `${workflow} ${environment}`;
    const since = failedSince.get(chain);
    if (status === 'failed' && since === undefined) {
      failedSince.set(chain, endedAt);
    }
    if (status === 'completed' && since !== undefined) {
      recoveries.set(id, endedAt - since);
      failedSince.delete(chain);
    }
  }
  return recoveries;
}

const isRetry = ({ number }: SomeAttempt) => number > 1;
const ratio = (part: number, whole: number) =>
  whole === 0 ? null : part / whole;

/** What runs come to, by looking at every one of them; all have ended. */
export function figuresOf(
  runs: readonly SomeRun[],
  recoveries: ReadonlyMap<string, number>,
) {
  const having = (test: (run: SomeRun) => boolean) => runs.filter(test).length;
  const attempts = runs.flatMap(run => run.attempts);
  const completed = having(run => run.status === 'completed');
  const failed = having(run => run.status === 'failed');
  const judged = runs.filter(run => run.status !== 'canceled');
  const firstPass = having(
    run =>
      run.status === 'completed' &&
      run.generation === 0 &&
      !run.attempts.some(isRetry),
  );
  const retries = retriesOf(attempts);
  const met = judged.filter(({ sla }) => sla === 'met').length;
  const breached = judged.filter(({ sla }) => sla === 'breached').length;
  const times = runs.flatMap(({ id }) => recoveries.get(id) ?? []);
  return {
    runs: runs.length,
    completed,
    failed,
    canceled: having(run => run.status === 'canceled'),
    partial: having(run => run.partial),
    successRate: ratio(completed, completed + failed),
    failureRate: ratio(failed, completed + failed),
    firstPass,
    firstPassRate: ratio(firstPass, completed + failed),
    retries,
    retriesPer100: ratio(
      100 * (retries.expected + retries.unexpected),
      runs.length,
    ),
    errors: attempts.filter(({ status }) => status !== 'completed').length,
    sla: { met, breached, rate: ratio(met, met + breached) },
    duration: durationsOf(
      runs
        .filter(({ status }) => status === 'completed')
        .map(({ durationMs }) => durationMs),
    ),
    mttr: { episodes: times.length, meanMs: ratio(sumOf(times), times.length) },
    usage: {
      tokens: totalOf(runs.map(({ tokens }) => tokens)),
      computeMs: totalOf(runs.map(({ computeMs }) => computeMs)),
      runs: having(run => run.tokens !== null || run.computeMs !== null),
    },
    effectiveness: {
      accuracy: meanOf(runs.map(run => run.accuracy)),
      throughputDelta: meanOf(runs.map(run => run.throughputDelta)),
      experience: meanOf(runs.map(run => run.experience)),
    },
  };
}

/** What a step of runs comes to. */
export function stepOf(runs: readonly SomeRun[], key: string) {
  const steps = runs
    .flatMap(run => run.steps)
    .filter(step => step.key === key && step.durationMs !== null);
  return {
    occurrences: steps.length,
    failures: steps.filter(({ status }) => status === 'failed').length,
    retries: retriesOf(
      runs.flatMap(run => run.attempts).filter(({ step }) => step === key),
    ),
    duration: durationsOf(
      steps
        .filter(({ status }) => status === 'completed')
        .map(({ durationMs }) => durationMs!),
    ),
  };
}

/** What runs come to that had work on a queue. */
export function queueOf(runs: readonly SomeRun[], queue: string) {
  const there = runs.filter(run => queuesOfRun(run).has(queue));
  return {
    runs: there.length,
    failed: there.filter(({ status }) => status === 'failed').length,
    retries: retriesOf(there.flatMap(({ attempts }) => attempts)),
    duration: durationsOf(
      there
        .filter(({ status }) => status === 'completed')
        .map(({ durationMs }) => durationMs),
    ),
  };
}

/** Its own, and those of its steps that have begun. */
export function queuesOfRun({ taskQueue, steps }: SomeRun): Set<string> {
  const ofSteps = steps
    .filter(({ durationMs }) => durationMs !== null)
    .map(step => step.taskQueue);
  return new Set([taskQueue, ...ofSteps].filter(queue => queue !== null));
}

function retriesOf(attempts: readonly SomeAttempt[]) {
  const retries = attempts.filter(isRetry);
  const expected = retries.filter(attempt => attempt.expected).length;
  return { expected, unexpected: retries.length - expected };
}

function durationsOf(durations: number[]) {
  if (durations.length === 0) return null;
  const sorted = [...durations].sort((a, b) => a - b);
  const n = sorted.length;
  const quantile = (part: number) =>
    sorted[Math.max(1, Math.ceil(part * n)) - 1];
  return {
    n,
    meanMs: sumOf(sorted) / n,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    minMs: sorted[0],
    maxMs: sorted[n - 1],
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function said(values: readonly (number | null)[]): number[] {
  return values.filter(value => value !== null);
}

function totalOf(values: readonly (number | null)[]): number | null {
  const known = said(values);
  return known.length === 0 ? null : sumOf(known);
}

function meanOf(values: readonly (number | null)[]) {
  const known = said(values);
  if (known.length === 0) return null;
  return { mean: sumOf(known) / known.length, n: known.length };
}
