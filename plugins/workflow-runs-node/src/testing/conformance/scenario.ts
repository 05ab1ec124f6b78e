import {
  ApprovalDecision,
  ErrorCategory,
  Json,
  RunAction,
  RunFact,
  RunFactType,
  RunStatus,
  StepStatus,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { History } from './history';

/**
 * Something that comes to pass in a run, and stays past: the run, or a unit, has come into a status,
 * or an event was told; for the n-th time, the first by default. A unit is a step (`a`), an item of a
 * fan-out (`a#0`) or a rollback (`a:compensate`).
 *
 * @public
 */
export type Moment = { times?: number } & (
  | { run: RunStatus }
  | { unit: string; is: StepStatus }
  | { event: RunFactType; unit?: string }
);

/** What code does when it is executed; at once, or as soon as a moment of the run has come. @public */
export type Outcome = {
  once?: Moment;
  /** It says all the while that it is alive. */
  beats?: boolean;
} & (
  | {
      does: 'complete';
      output: Json;
      /** Validators that the output does not pass, by name. */
      failing?: readonly string[];
    }
  /** It completes with the time so many milliseconds from now, as epoch milliseconds. */
  | { does: 'name a time'; inMs: number }
  /** It completes with what it was given: of an item the item, of a rollback the step's output, of an operation its input. */
  | { does: 'echo' }
  | { does: 'fail'; category: ErrorCategory }
  /** Its worker dies. */
  | { does: 'die' }
  /** It works until it is told to stop; then it completes all the same, fails, or lets go. */
  | { does: 'wait'; then: 'complete' | 'fail' | 'let go' }
);

/** What an operator asks of the run. @public */
export type Operation =
  | { action: 'pause' | 'resume' | 'cancel' }
  | { action: 'retry'; step?: string; item?: number }
  | {
      action: 'force';
      step: string;
      to: 'skip' | 'complete' | 'fail';
      output?: Json;
    }
  | {
      action: 'decide';
      step: string;
      decision: ApprovalDecision;
      note?: string;
    }
  | {
      action: 'node_action';
      step: string;
      operation: string;
      input?: { [field: string]: Json };
    }
  | { action: 'send_event'; name: string; payload: Json }
  | { action: 'resolve'; note: string };

/** What an executor may be unable to do; a scenario that needs it is skipped then, by name. @public */
export type Capability =
  | RunAction
  | 'map'
  | 'child'
  | 'wait'
  | 'approval'
  | 'compensation'
  | 'validators'
  | 'hold'
  | 'sla'
  | 'concurrency'
  | 'heartbeat'
  | 'total_timeout'
  /** Attempts survive the death of their worker. */
  | 'losses'
  /** Attempts of one run are executed by different workers, so that one can be lost alone. */
  | 'lone_losses'
  /** Fan-outs of more than 10,000 items; it may take minutes. */
  | 'wide_fan_out';

/**
 * A definition, what its code and operators do, and what has to come of it: the same on every
 * executor.
 *
 * Nothing in it depends on how quick an executor is. What has to happen in time happens within a few
 * seconds; what must not happen is a minute away. Where an operator acts, or code has waited for a
 * moment, nothing else is under way that the outcome depends on.
 *
 * @public
 */
export interface Scenario {
  /** A sentence. */
  name: string;
  definition: WorkflowDefinition;
  /** Workflows that its steps launch. No two scenarios have workflows of the same name. */
  children: readonly WorkflowDefinition[];
  input: { [field: string]: Json };
  /**
   * What code does each time that it is executed, in order, whatever the attempt and the generation.
   * By unit; `a!refund` is the operation `refund` of step `a`, and `a/b` step `b` of the runs that
   * `a` launches. What is not mentioned completes with null.
   */
  outcomes: Readonly<Record<string, readonly Outcome[]>>;
  /**
   * What operators ask, one after the other: each once its moment has come and the one before has its
   * last answer, or is an event that no step waits for yet.
   */
  actions: readonly { when: Moment; asks: Operation }[];
  /** Needs that the rest does not show. */
  needs?: readonly Capability[];
  expected: Expected;
}

/** What has to come of a scenario. @public */
export interface Expected extends History {
  /**
   * What operators hear in the end, in the order of `actions`: `completed`, `accepted`, or
   * `refused: <why>`, `failed: <why>`, `canceled: <why>`; all is completed by default. `allowed`: what
   * else the refusal offers.
   */
  answers?: readonly (
    | string
    | { refused: string; allowed: readonly RunAction[] }
  )[];
  /** What the run puts out. */
  output?: Json;
  /** What is told in this order, among other things: `b started`, `run resumed`. */
  order?: readonly string[];
  /** What the runs tell of themselves that units have launched, attempt after attempt: `started, completed; started, failed (bug)`. */
  children?: Readonly<Record<string, string>>;
}

/** What an operator has heard, in the end. @public */
export type Answer =
  | { outcome: 'completed' | 'accepted' }
  /** It was tried, and did not succeed; or the run has ended before it was done. */
  | { outcome: 'failed' | 'canceled'; reason: string }
  /** `allowed`: what else may be asked of the run. */
  | { outcome: 'refused'; reason: string; allowed: readonly RunAction[] };

/** What has become of a scenario. @public */
export interface Played {
  /** The facts of the run, in the order in which they were recorded; those of who launched it, and of operators, may be missing. */
  facts: readonly RunFact[];
  /** How the units ended, as the executor's own tables have it; those that never began may be missing. */
  steps: Readonly<Record<string, StepStatus>>;
  /** In the order of the scenario's actions. */
  answers: readonly Answer[];
  /** What the run has put out, where it has completed. */
  output?: Json;
  /** The runs that it has launched itself, in the order in which they were launched. */
  children: readonly { unit: string; facts: readonly RunFact[] }[];
}

/** Plays scenarios: an engine, as the conformance suite sees it. @public */
export interface Executor {
  /** What it is not able to do; everything else is expected of it. */
  cannot: readonly Capability[];
  /** How many scenarios it plays at a time; one by default. */
  concurrency?: number;
  /**
   * Launches the scenario's run, has its code and its operators do what it says, and comes back once
   * the run is at rest: all actions are answered, and it has ended, or nothing executes and nothing
   * of it is due within `REST_MS`.
   */
  play(scenario: Scenario): Promise<Played>;
}

/** What is further away does not come within a scenario. In milliseconds. @public */
export const REST_MS = 20_000;

/** Scenarios about one subject. @public */
export interface Theme {
  name: string;
  scenarios: readonly Scenario[];
}
