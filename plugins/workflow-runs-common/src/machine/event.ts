import type {
  ActionRefusal,
  ApprovalDecision,
  Json,
  StepError,
  ValidatorResult,
} from '../model/vocabulary';
import type { RunFact } from '../model/fact';

/** Resources that an attempt has used. @public */
export interface Usage {
  tokens?: number;
  computeMs?: number;
}

/** Why a run wants to be woken at a time. One timer of a kind is set for a unit. @public */
export type TimerKind =
  /** The next attempt. */
  | 'retry'
  /** What a `wait` waits for. */
  | 'wait'
  /** Nothing came, or nobody decided. */
  | 'timeout'
  /** A decision is overdue; is asked for again; is asked of more people. */
  | 'overdue'
  | 'reminder'
  | 'escalation'
  /** Nine tenths of the run's target are over, or it is likely to be missed; all of it is over. */
  | 'sla_warning'
  | 'sla_breach';

/** One attempt of one unit; `item` is −1 where it is no item of a fan-out, and by default. @public */
export interface AttemptOf {
  step: string;
  item?: number;
  attempt: number;
}

/** What tells what is stale. @public */
export interface OfGeneration {
  /**
   * The passage of the run that it belongs to. Attempts count from 1 in each, so whoever may speak of
   * an earlier one (a child run that was given up, a worker that did not heed) has to say so.
   */
  generation?: number;
}

/** What an operator asks. `request` is what the answer is for; without one, nobody waits for it. @public */
export type OperatorEvent = { request?: string } & (
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'cancel'; reason: string | null; actor: string | null }
  /**
   * Of an ended run: opens it again, from a step and what follows it, or from whatever did not
   * succeed. Of a run under way: a step that waits for an operator, or for its next attempt, is tried
   * again now; without a step, all that wait for an operator.
   */
  | {
      type: 'retry';
      step?: string;
      item?: number;
      reason: string | null;
      actor: string | null;
    }
  | {
      type: 'force';
      step: string;
      to: 'skip' | 'complete' | 'fail';
      output?: Json;
      reason: string;
      actor: string | null;
    }
  | {
      type: 'decide';
      step: string;
      decision: ApprovalDecision;
      note: string | null;
      actor: string | null;
    }
  | { type: 'node_action'; step: string; action: string; input: Json }
  | { type: 'send_event'; name: string; payload: Json }
  /** Leaves what could not be rolled back as it is. */
  | { type: 'resolve'; note: string; actor: string | null }
);

/**
 * What may happen to a run. `at` is epoch milliseconds; the machine has no clock of its own, and
 * none of several machines' clocks has to agree: a span that would be negative counts as 0.
 *
 * @public
 */
export type MachineEvent = { at: number } & OfGeneration &
  (
    | { type: 'claimed' }
    | ({
        type: 'attempt.completed';
        output: Json;
        usage?: Usage;
        /** What the step's validators found, in the order in which it names them. */
        validation?: ValidatorResult[];
        /** Of a chunk of a fan-out: items that failed in it. */
        failedItems?: number;
      } & AttemptOf)
    | ({ type: 'attempt.failed'; error: StepError; usage?: Usage } & AttemptOf)
    /** The worker stopped before the attempt ended; in good order, where it could still say so. */
    | ({
        type: 'attempt.lost';
        inGoodOrder?: boolean;
        /** As far as the worker could still say so. */
        usage?: Usage;
      } & AttemptOf)
    /** `attempt`: the one that the timer was set after; of another it is stale. */
    | {
        type: 'timer.due';
        kind: TimerKind;
        step: string;
        item?: number;
        attempt?: number;
        /** Of `sla_warning`: it comes before its time, for the run is likely to end then, which is too late. */
        likelyAt?: number;
      }
    /** An operation of a step has been carried out, or could not be. */
    | { type: 'node_action.completed'; request: string; output: Json }
    | { type: 'node_action.failed'; request: string; error: StepError }
    | OperatorEvent
  );

/** What is to be done once the decision is committed. @public */
export type Effect =
  /** Execute an attempt; it may take so long. */
  | ({ type: 'start'; timeoutMs: number } & Required<AttemptOf>)
  | ({ type: 'abort' } & Required<AttemptOf>)
  /** Launch a run, whose end is the attempt's. `chunk`: of the fan-out's own step, for these items. */
  | ({
      type: 'startChild';
      workflow: string | null;
      input: Json;
      chunk?: { from: number; to: number };
    } & Required<AttemptOf>)
  | ({ type: 'cancelChild' } & Required<AttemptOf>)
  /** Keep what a unit has put out: later steps read it. */
  | { type: 'output'; step: string; item: number; output: Json }
  /**
   * Wake the run with `timer.due` of the same; it replaces the unit's timer of that kind. One that has
   * come due is gone, whatever is decided.
   */
  | {
      type: 'timer';
      kind: TimerKind;
      step: string;
      item: number;
      attempt: number;
      dueAt: number;
    }
  /** There may be none. */
  | { type: 'clearTimer'; kind: TimerKind; step: string; item: number }
  /** Carry out an operation of a step. */
  | {
      type: 'invoke';
      request: string;
      step: string;
      action: string;
      input: Json;
    }
  /** What becomes of a request: `accepted` is not the last word. */
  | {
      type: 'answer';
      request: string;
      outcome: 'completed' | 'accepted' | ActionRefusal;
      message: string | null;
    }
  | { type: 'fact'; fact: RunFact };

/** What is sent to a step that waits for a run's own clock. The key of the run itself. @public */
export const RUN_TIMER = '';
