import type {
  Json,
  RunStatus,
  SkipReason,
  StepError,
  StepStatus,
  WaitingFor,
} from '../model/vocabulary';
import { changeReady, ReadyChange, ReadyQueue } from './ready';

/** How far a fan-out is. A unit is an item or, where it is too wide for one run, a chunk of them. @public */
export interface FanOut {
  items: number;
  /** Items of one unit; 1 where a unit is an item. */
  chunk: number;
  /** Whether it waits among those that may start. */
  queued: boolean;
  /** All units before this one have started, or need not. */
  next: number;
  /** Units that have started and not settled. */
  open: number;
  /** Items that ended well, and those that did not. */
  completed: number;
  failed: number;
}

/** What the machine knows of a unit: a step, an item or a rollback. Times are epoch milliseconds. @public */
export interface StepState {
  status: StepStatus;
  /** The passage of the run in which it came to be what it is. */
  generation: number;
  /** Dependencies that have not settled yet; the step is ready at 0. A settled step is at 0 too. */
  unmet: number;
  /** Number of the latest attempt of this generation; 0 before the first, and of what has none. */
  attempt: number;
  /** Attempts that count against the retry policy: those that failed, not those that were lost. */
  tries: number;
  /** Attempts whose worker died; one that stopped in good order does not count. */
  losses: number;
  /** Whether the retry policy provided for the next attempt; null before the first. */
  nextExpected: boolean | null;
  /** When its timer has it tried again; null where it waits for room, or for an operator. */
  retryAt: number | null;
  startedAt: number | null;
  attemptStartedAt: number | null;
  skipReason: SkipReason | null;
  error: StepError | null;
  /** It has failed for good, and an operator is to decide what becomes of it. */
  held: boolean;
  /** What it waits for, where no worker holds it. */
  waitingFor: WaitingFor | null;
  fanOut: FanOut | null;
  /** Items that failed in the chunk that this unit is. */
  failedItems: number;
  /** Steps after it that are still to be rolled back; of use only while the run rolls back. */
  undo: number;
}

/** Something that the run was told of before a step waited for it. @public */
export interface EarlyEvent {
  request: string;
  name: string;
  payload: Json;
}

/** What the machine knows of a run: all that a decision needs, and nothing that it must scan for. @public */
export interface RunState {
  status: RunStatus;
  generation: number;
  /** When the run entered its status. */
  since: number;
  /** When this generation started. */
  startedAt: number | null;
  /** Decides the jitter of retries, so that a decision taken again is the same decision. */
  seed: string;
  /** What the run was launched with; definitions may refer to it. */
  input: Json;
  /** Outputs that the definition refers to, by unit; others are not kept. */
  outputs: Record<string, Json>;
  /** Every step, and of items and rollbacks those that have started. */
  steps: Record<string, StepState>;
  /** Steps that have not settled. */
  open: number;
  /** Units that a worker executes. */
  running: number;
  /** Steps and rollbacks that are under way or about to be tried again. */
  active: number;
  /** Steps that wait for a human. */
  waiting: number;
  /** Steps and rollbacks of which an operator is to decide. */
  held: number;
  /** Units that may execute at a time. */
  limit: number;
  ready: ReadyQueue;
  /** An operator wants it to pause, or has paused it. */
  pauseAsked: boolean;
  /** An attempt has killed its workers too often. */
  poisoned: boolean;
  /** The step that failed for good and ends the run. */
  failure: { step: string; error: StepError } | null;
  /** While it rolls back: steps of which the rollback is not done. */
  rollback: { open: number } | null;
  /** Which steps wait for an event, by its name. */
  awaiting: Record<string, string[]>;
  earlyEvents: EarlyEvent[];
  /** Operations of steps that are being carried out, by request. */
  invocations: Record<string, { step: string; action: string }>;
  /** How long it may take: fixed when it was launched. */
  slaTargetMs: number | null;
  sla: { dueAt: number; warned: boolean; breached: boolean } | null;
}

/** What a decision changes; absent means as before. @public */
export interface RunPatch
  extends Partial<Omit<RunState, 'steps' | 'outputs' | 'ready'>> {
  /** By unit; one that is new is whole. */
  steps: Record<string, Partial<StepState>>;
  outputs: Record<string, Json>;
  ready: ReadyChange;
}

/** Whether a worker holds the unit: it runs, and waits for nothing. @public */
export function isExecuting({
  status,
  waitingFor,
}: Pick<StepState, 'status' | 'waitingFor'>): boolean {
  return status === 'running' && waitingFor === null;
}

/** A unit of which nothing has happened yet. */
export const PENDING: StepState = {
  status: 'pending',
  generation: 0,
  unmet: 0,
  attempt: 0,
  tries: 0,
  losses: 0,
  nextExpected: null,
  retryAt: null,
  startedAt: null,
  attemptStartedAt: null,
  skipReason: null,
  error: null,
  held: false,
  waitingFor: null,
  fanOut: null,
  failedItems: 0,
  undo: 0,
};

/**
 * Applies a patch to a state, in place: a run of 10,000 steps is not copied to change one.
 * Whoever cannot commit a patch drops the state and restores it from what is stored.
 *
 * @public
 */
export function applyPatch(state: RunState, patch: RunPatch): void {
  const { steps, outputs, ready, ...run } = patch;
  Object.assign(state, run);
  Object.assign(state.outputs, outputs);
  for (const [unit, change] of Object.entries(steps)) {
    if (Object.hasOwn(state.steps, unit)) {
      Object.assign(state.steps[unit], change);
    } else {
      state.steps[unit] = { ...PENDING, ...change };
    }
  }
  changeReady(state.ready, ready);
}
