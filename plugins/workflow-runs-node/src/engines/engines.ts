import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  Capabilities,
  Json,
  LogLevel,
  RunSnapshot,
} from 'backstage-plugin-workflow-runs-common';
import { RunCriterion } from '../permissions';
import { EngineAnswer, EngineCommand } from './commands';
import {
  EngineLaunch,
  EngineQuery,
  NativeHistoryPage,
  NativeHistoryRequest,
  RetryPlan,
  RetryQuestion,
  RunHandlers,
} from './questions';
import { SyncPage, SyncScope } from './sync';

/** One place where an engine runs workflows. @public */
export interface EngineInstance {
  /** Unique in the portal, lower case; workflows are named `<id>/<name>`. */
  id: string;
  /** What people call it; the id where it is not said. */
  title?: string;
  /** Whose its runs are; the engine does not say it, and no caller. */
  tenantId: string;
  /** Where its runs act: `production`. */
  environment: string;
  /** Runs of an `import` happened some time ago: they are shown and counted, and nobody is told of them. */
  mode: 'live' | 'import';
  /** How much may be asked of it. */
  limits?: EngineRequestLimits;
}

/** How much the portal asks of an engine at most. @public */
export interface EngineRequestLimits {
  /** On average; 5 where it is not said. */
  requestsPerSecond?: number;
  /** In a moment, after a quiet time; 20 where it is not said. */
  burst?: number;
}

/** The engine's own name of a run. @public */
export type NativeRun = Pick<RunSnapshot, 'namespace' | 'nativeId'>;

/**
 * What somebody may see of an engine's runs: all, nothing, or what fits a condition. The criterion that is about a
 * person is `startedBy`, which a snapshot carries.
 *
 * @public
 */
export type EngineVisibility =
  | 'all'
  | 'none'
  | PermissionCriteria<RunCriterion>;

/**
 * An engine that runs workflows elsewhere, and is observed here. What it does not implement is not offered.
 *
 * @public
 */
export interface RunEngine {
  /** `ingest`, `airflow`, … */
  readonly id: string;
  instances(): readonly EngineInstance[];
  /**
   * What can be asked of an instance, or of one of its runs; screens ask this, never which engine it is. It is asked
   * for each run that is shown, so it must not ask the engine.
   *
   * @param run - the engine's own id, where it is about one run
   */
  capabilities(
    instance: EngineInstance,
    run?: Pick<NativeRun, 'nativeId'>,
  ): Capabilities;
  /**
   * Does to a run what an operator asks for. The portal has authorised the operator, and asks again with the same key
   * where it did not hear the answer.
   *
   * @throws CommandRefused where the engine will not do it, with a reason for people
   * @throws EngineAway where the engine does not answer
   */
  perform?(command: EngineCommand, signal: AbortSignal): Promise<EngineAnswer>;
  /**
   * Launches a run. The portal has authorised who asks, and asks again with the same key where it did not hear the
   * answer: the same run is found then.
   *
   * @throws CommandRefused where the engine will not do it, with a reason for people
   * @throws EngineAway where the engine does not answer
   */
  launch?(request: EngineLaunch, signal: AbortSignal): Promise<NativeRun>;
  /**
   * What doing a run again from a step would do, so that an operator can choose: `perform` is asked for `retry` with
   * the same step.
   *
   * @throws CommandRefused where it cannot be done again from there, with a reason for people
   */
  planRetry?(question: RetryQuestion, signal: AbortSignal): Promise<RetryPlan>;
  /** What a run can be told and asked, as far as it says so. */
  handlers?(
    run: { instance: EngineInstance; run: NativeRun },
    signal: AbortSignal,
  ): Promise<RunHandlers>;
  /**
   * Asks a run about itself; that changes nothing.
   *
   * @throws CommandRefused where the run does not answer, with a reason for people
   */
  query?(question: EngineQuery, signal: AbortSignal): Promise<Json>;
  /** A page of what the engine has recorded of a run, as it has recorded it. It is shown, and not kept. */
  history?(
    request: NativeHistoryRequest,
    signal: AbortSignal,
  ): Promise<NativeHistoryPage>;
  /**
   * Tells the sink of a page of the runs that are asked for. It is called again with the cursor that it returned,
   * maybe by another process; the signal aborts when nobody waits for it any more.
   *
   * @throws EngineAway where the engine does not answer, or wants to be left alone for a while
   */
  sync?(
    scope: SyncScope,
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<SyncPage>;
  /**
   * Calls back when something may have happened to its runs, for an engine that hears of it: what is open, and what has
   * changed, is asked for at once. A call that gets lost costs no more than time.
   */
  listen?(hear: () => void): Promise<void>;
  /**
   * The engine's own permissions: what somebody may see of its runs, beside what the portal's permissions let them
   * see. It holds wherever runs are read. The search index reads as a service, and what it may see can be found by
   * everybody whom the portal's permissions let read it.
   */
  visibility?(credentials: BackstageCredentials): Promise<EngineVisibility>;
}

/** What has become of what was told. @public */
export type Observed =
  | {
      runId: string;
      /**
       * `waiting`: it is kept, and shown once the workflow is known. `gone`: the run was deleted here, and stays so.
       */
      outcome: 'changed' | 'unchanged' | 'waiting' | 'gone';
    }
  | {
      runId: null;
      /** It does not fit its schema, or is too large: nothing of it is taken in. */
      outcome: 'refused';
      why: string;
    };

/** A log line of an observed run. @public */
export interface EngineLogLine {
  /** Its place among the lines of its run: lines with a number that is not above the last one are known already. */
  number: number;
  /** Epoch milliseconds. */
  at: number;
  level: LogLevel;
  message: string;
  /** Key of the step that has said it; a line of the run itself is of none. */
  step?: string;
  /** 1 where it is not said. */
  attempt?: number;
}

/**
 * Where observed engines tell of the runs of one instance.
 *
 * @public
 */
export interface RunSink {
  /**
   * Adds what a snapshot says to what is known of its run. Snapshots may be parts, come late, twice, or in any
   * order, and from several processes at once: what is known only grows, and the end that was told first stands.
   */
  observe(snapshot: RunSnapshot): Promise<Observed>;
  /**
   * Adds lines to the log of a run that was observed before, in the order of their numbers. Lines that are known are
   * passed over, so an engine that is not sure sends them again.
   *
   * @returns the number of the last line that is known now
   */
  record(run: NativeRun, lines: readonly EngineLogLine[]): Promise<number>;
  /** The number of the last line of a run that is known; 0 where none is. An engine reads on behind it. */
  recorded(run: NativeRun): Promise<number>;
}
