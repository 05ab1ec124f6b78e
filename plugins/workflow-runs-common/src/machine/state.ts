import type {
  Json,
  RunStatus,
  SkipReason,
  StepError,
  StepStatus,
} from '../model/vocabulary';
import type { WorkflowGraph } from './graph';
import { isSettled } from './settled';

/** What the machine knows of a step. Times are epoch milliseconds. @public */
export interface StepState {
  status: StepStatus;
  /** Dependencies that have not settled yet; the step is ready at 0. A settled step is at 0 too. */
  unmet: number;
  /** Number of the latest attempt of this generation; 0 before the first. */
  attempt: number;
  /** Attempts that count against the retry policy: those that failed, not those that were lost. */
  tries: number;
  /** Attempts whose worker died; one that stopped in good order does not count. */
  losses: number;
  /** Whether the retry policy provided for the next attempt; null before the first. */
  nextExpected: boolean | null;
  startedAt: number | null;
  attemptStartedAt: number | null;
  skipReason: SkipReason | null;
  error: StepError | null;
}

/** What the machine knows of a run: all that a decision needs, and nothing that it must scan for. @public */
export interface RunState {
  status: RunStatus;
  generation: number;
  /** When the run entered its status. */
  since: number;
  startedAt: number | null;
  /** Decides the jitter of retries, so that a decision taken again is the same decision. */
  seed: string;
  /** What the run was launched with; conditions may refer to it. */
  input: Json;
  /** Outputs that a condition refers to, by step; others are not kept. */
  outputs: Record<string, Json>;
  steps: Record<string, StepState>;
  /** Steps that have not settled. */
  open: number;
  /** Steps of which an attempt runs. */
  running: number;
  /** Why nothing new may start although the run goes on: it pauses once what runs has settled. */
  hold: string | null;
  /** The first step that failed for good. */
  failure: { step: string; error: StepError } | null;
}

/** What a decision changes; absent means as before. @public */
export interface RunPatch extends Partial<Omit<RunState, 'steps' | 'outputs'>> {
  steps: Record<string, Partial<StepState>>;
  outputs: Record<string, Json>;
}

/** The state of a run that was just accepted. @public */
export function initialState(
  graph: WorkflowGraph,
  run: { seed: string; input: Json; queuedAt: number },
): RunState {
  return restoreState(graph, {
    ...run,
    status: 'queued',
    generation: 0,
    since: run.queuedAt,
    startedAt: null,
    steps: {},
    outputs: {},
    hold: null,
    failure: null,
  });
}

/** A run as it was stored: counters are derived, and steps not mentioned are pending. @public */
export type StoredRun = Omit<RunState, 'steps' | 'open' | 'running'> & {
  steps: Record<string, Omit<StepState, 'unmet'>>;
};

const PENDING: Omit<StepState, 'unmet'> = {
  status: 'pending',
  attempt: 0,
  tries: 0,
  losses: 0,
  nextExpected: null,
  startedAt: null,
  attemptStartedAt: null,
  skipReason: null,
  error: null,
};

/** Rebuilds the state of a run from what is stored about it. @public */
export function restoreState(
  graph: WorkflowGraph,
  stored: StoredRun,
): RunState {
  const steps: Record<string, StepState> = {};
  let open = 0;
  let running = 0;
  for (const { key } of graph.definition.steps) {
    // A step may be called `constructor`: only what is stored of it counts.
    const step = Object.hasOwn(stored.steps, key) ? stored.steps[key] : PENDING;
    const settled = isSettled(step.status);
    if (!settled) open += 1;
    if (step.status === 'running') running += 1;
    steps[key] = { ...step, unmet: settled ? 0 : graph.dependencyCount(key) };
  }
  for (const { key } of graph.definition.steps) {
    if (!isSettled(steps[key].status)) continue;
    for (const dependent of graph.dependentsOf(key)) {
      if (!isSettled(steps[dependent].status)) steps[dependent].unmet -= 1;
    }
  }
  return {
    ...stored,
    outputs: pickReferredOutputs(graph, stored.outputs),
    steps,
    open,
    running,
  };
}

function pickReferredOutputs(
  graph: WorkflowGraph,
  outputs: Record<string, Json>,
) {
  return Object.fromEntries(
    Object.entries(outputs).filter(([step]) => graph.referredSteps.has(step)),
  );
}

/**
 * Applies a patch to a state, in place: a run of 10,000 steps is not copied to change one.
 * Whoever cannot commit a patch drops the state and restores it from what is stored.
 *
 * @public
 */
export function applyPatch(state: RunState, patch: RunPatch): void {
  const { steps, outputs, ...run } = patch;
  Object.assign(state, run);
  Object.assign(state.outputs, outputs);
  for (const [key, step] of Object.entries(steps)) {
    Object.assign(state.steps[key], step);
  }
}
