import { createHash } from 'node:crypto';
import { ErrorCategory } from 'backstage-plugin-workflow-runs-common';
import { binOf } from './Bins';
import { newRunTally, newStepTally, RunTally, StepTally } from './Tally';

/** Whether a run went well; canceled ones did neither. */
export const OUTCOMES = { canceled: 0, completed: 1, failed: 2 } as const;
export type EndedStatus = keyof typeof OUTCOMES;

/** Runs that are alike in all that statistics tell apart. */
export interface SeriesKey {
  workflowId: string;
  tenantId: string;
  version: string;
  environment: string;
  backfill: boolean;
}

/** What the tables say of a run that has ended; times are epoch milliseconds. */
export interface EndedRun extends SeriesKey {
  id: string;
  status: EndedStatus;
  endedAt: number;
  durationMs: number;
  generation: number;
  partial: boolean;
  sla: 'met' | 'breached' | null;
  errorCategory: ErrorCategory | null;
  tokens: number | null;
  computeMs: number | null;
  accuracy: number | null;
  throughputDelta: number | null;
  experience: number | null;
  /** It had steps, which have been removed before it. */
  areStepsGone: boolean;
  /** Where its work was queued, and that of its steps; each once. */
  queues: string[];
  /** The steps that have begun, without items of fan-outs. */
  steps: EndedStep[];
  /** By the key of the step. */
  attempts: ReadonlyMap<string, AttemptCounts>;
}

export interface EndedStep {
  key: string;
  name: string;
  status: string;
  durationMs: number | null;
}

/** Attempts of a step and of its items, in all passages of a run. */
export interface AttemptCounts {
  expected: number;
  unexpected: number;
  errors: number;
}

/** What a run adds to the sums. */
export interface Contribution {
  run: RunTally;
  /** By the key of the step; by that of its place, what is queued. */
  steps: ReadonlyMap<string, StepTally>;
}

/** What is reported is added up in whole parts of 1, which can be taken away again without a rest. */
export const REPORT_PARTS = 10_000;
/** Whoever reports more than this does not report in parts of 1. */
const MAX_REPORT = 1_000_000;

/** What a run that has ended comes to. */
export function contributionOf(run: EndedRun): Contribution {
  const tally = newRunTally();
  tally.count(run.status);
  countAttempts(tally, run);
  if (run.status === 'completed') countCompletion(tally, run);
  if (run.status === 'failed' && run.errorCategory) {
    tally.count(`failed:${run.errorCategory}`);
  }
  if (run.status !== 'canceled' && run.sla) {
    tally.count(run.sla === 'met' ? 'slaMet' : 'slaBreached');
  }
  countUsage(tally, run);
  countReport(tally, 'accuracy', run.accuracy);
  countReport(tally, 'throughputDelta', run.throughputDelta);
  countReport(tally, 'experience', run.experience);
  return {
    run: tally,
    steps: new Map([
      ...run.steps.map((step): [string, StepTally] => [
        step.key,
        tallyOfStep(step, run.attempts.get(step.key)),
      ]),
      ...run.queues.map((queue): [string, StepTally] => [
        keyOfQueue(queue),
        tallyOnQueue(run, tally),
      ]),
    ]),
  };
}

/** No step has such a key: where the sums of a queue stand among those of the steps of a workflow. */
export function keyOfQueue(name: string): string {
  const hash = createHash('sha256').update(name).digest('base64url');
  return `\u001fqueue ${hash}`;
}

/** A run counts once for each queue, with all that became of it. */
function tallyOnQueue(run: EndedRun, ofRun: RunTally): StepTally {
  const tally = newStepTally();
  tally.count('occurrences');
  if (run.status === 'failed') tally.count('failures');
  tally.count('retriesExpected', ofRun.get('retriesExpected'));
  tally.count('retriesUnexpected', ofRun.get('retriesUnexpected'));
  if (run.status === 'completed') {
    tally.count('durationMs', run.durationMs);
    tally.bins.add(binOf(run.durationMs), 1);
  }
  return tally;
}

function countAttempts(tally: RunTally, { attempts }: EndedRun): void {
  for (const { expected, unexpected, errors } of attempts.values()) {
    tally.count('retriesExpected', expected);
    tally.count('retriesUnexpected', unexpected);
    tally.count('errors', errors);
  }
}

function countCompletion(tally: RunTally, run: EndedRun): void {
  const retries = tally.get('retriesExpected') + tally.get('retriesUnexpected');
  if (run.generation === 0 && retries === 0) tally.count('firstPass');
  if (run.partial) tally.count('partial');
  tally.count('durationMs', run.durationMs);
  tally.bins.add(binOf(run.durationMs), 1);
}

function countUsage(tally: RunTally, { tokens, computeMs }: EndedRun): void {
  if (tokens !== null) {
    tally.count('tokens', Math.round(tokens));
    tally.count('tokensRuns');
  }
  if (computeMs !== null) {
    tally.count('computeMs', Math.round(computeMs));
    tally.count('computeRuns');
  }
  if (tokens !== null || computeMs !== null) tally.count('usageRuns');
}

function countReport(
  tally: RunTally,
  name: 'accuracy' | 'throughputDelta' | 'experience',
  value: number | null,
): void {
  if (value === null || Math.abs(value) > MAX_REPORT) return;
  tally.count(name, Math.round(value * REPORT_PARTS));
  tally.count(`${name}Runs`);
}

function tallyOfStep(
  { status, durationMs }: EndedStep,
  attempts: AttemptCounts | undefined,
): StepTally {
  const tally = newStepTally();
  tally.count('occurrences');
  if (status === 'failed') tally.count('failures');
  tally.count('retriesExpected', attempts?.expected ?? 0);
  tally.count('retriesUnexpected', attempts?.unexpected ?? 0);
  const isDone = status === 'completed' || status === 'compensated';
  if (isDone && durationMs !== null) {
    tally.count('durationMs', durationMs);
    tally.bins.add(binOf(durationMs), 1);
  }
  return tally;
}
