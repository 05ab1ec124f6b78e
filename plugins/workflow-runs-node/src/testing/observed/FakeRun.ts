import { Json, RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { EngineLogLine } from '../../engines';

/** A run of a fake engine, in the words of that engine. Times are epoch milliseconds. @public */
export interface FakeRun {
  id: string;
  workflow: string;
  /** `waiting`, `busy`, `held`, `asking`, `done`, `broken`, `stopped`, or a word that nobody knows yet. */
  status: string;
  startedAt: number;
  /** When it ended, where it has. */
  endedAt?: number;
  /** When anything about it changed last. */
  changedAt: number;
  /** Entity ref of who launched it. */
  user?: string;
  lines?: readonly EngineLogLine[];
  /** Keys of its steps, in their order. */
  steps?: readonly string[];
  /** What the engine has recorded of it, in its own words. */
  events?: Json[];
  /** What else is told of it. */
  beside?: Partial<RunSnapshot>;
}

const OUTCOMES = {
  done: 'completed',
  broken: 'failed',
  stopped: 'canceled',
} as const;
const MARKS = { held: 'paused', asking: 'waiting_human' } as const;

/** Whether it has not ended; a word that nobody knows is no end. */
export function isOpen({ status }: FakeRun): boolean {
  return !Object.hasOwn(OUTCOMES, status);
}

/** What the fake engine tells of a run. A word that nobody knows says nothing but itself: the run goes on. */
export function snapshotOf(run: FakeRun): RunSnapshot {
  const {
    id,
    workflow,
    status,
    startedAt,
    changedAt,
    endedAt = changedAt,
  } = run;
  const outcome = OUTCOMES[status as keyof typeof OUTCOMES];
  const to = MARKS[status as keyof typeof MARKS];
  return {
    nativeId: id,
    namespace: 'default',
    workflow: { name: workflow },
    nativeStatus: { at: changedAt, value: status },
    ...(run.user && { startedBy: run.user }),
    tags: [],
    passages: [
      {
        generation: 0,
        queuedAt: startedAt,
        ...(status === 'waiting' ? {} : { startedAt }),
        marks: to ? [{ at: changedAt, to }] : [],
        ...(outcome && { end: { at: endedAt, outcome } }),
      },
    ],
    steps: (run.steps ?? []).map(key => ({ key, attempts: [] })),
    ...run.beside,
  };
}
