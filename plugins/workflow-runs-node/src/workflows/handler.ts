import { Json } from 'backstage-plugin-workflow-runs-common';
import { StepReport } from './report';

/** Where a handler writes what people should read about its work; kept with the run. @public */
export interface StepLogger {
  debug(message: string, fields?: Record<string, Json>): void;
  info(message: string, fields?: Record<string, Json>): void;
  warn(message: string, fields?: Record<string, Json>): void;
  error(message: string, fields?: Record<string, Json>): void;
}

/** Files that a run makes; see them in its Artifacts tab. @public */
export interface StepArtifacts {
  /**
   * Stores a file. The same name in the same step replaces nothing: it adds another.
   *
   * @returns the artifact's id
   */
  add(file: {
    name: string;
    contentType: string;
    content: string | Uint8Array;
  }): Promise<string>;
}

/** Where the attempt is in the trace of its run; W3C Trace Context. @public */
export interface StepTrace {
  /** 32 hexadecimal digits, the same for all of one passage of the run. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the span of this attempt. */
  readonly spanId: string;
  /**
   * The header `traceparent` for what the handler calls. Instrumented HTTP clients send it by
   * themselves: while the handler runs, its span is the active one.
   */
  readonly traceparent: string;
}

/**
 * What a handler gets.
 *
 * @typeParam Input - input of the run
 * @typeParam Outputs - outputs of the workflow's steps, by key
 * @public
 */
export interface StepContext<Input = Json, Outputs = Record<string, Json>> {
  runId: string;
  stepKey: string;
  input: Input;
  /** Outputs of the steps that have completed; those that this one depends on are among them. */
  outputs: Readonly<Partial<Outputs>>;
  /** Counts the attempts of the step, from 1. */
  attempt: number;
  /** The same for every attempt of the step in this passage of the run: pass it to what you call. */
  idempotencyKey: string;
  /** Aborts when the attempt times out, the run is canceled, or the worker stops. */
  signal: AbortSignal;
  logger: StepLogger;
  /** Says how far the step is; the latest wins. `fraction` is 0 to 1. */
  progress(state: { message?: string; fraction?: number }): void;
  artifacts: StepArtifacts;
  /** Adds to the resources that the step has used. */
  usage(used: { tokens?: number; computeMs?: number }): void;
  /**
   * Says that the attempt is alive, where the step's `heartbeatMs` asks for it. A log line and a
   * progress say so too.
   */
  heartbeat(): void;
  /**
   * Says what the step was good for; the latest of an attempt wins.
   *
   * @throws StepFailure (`validation_failed`, `REPORT_INVALID`) that names the field and the rule
   */
  report(report: StepReport): void;
  /**
   * The secret of this name in the configuration, `workflowRuns.secrets.<name>`, as it is now. Ask
   * for it in each step that needs it: wherever its value would be recorded (log lines, errors,
   * outputs, progress, reports, names of artifacts), `[redacted:secret]` stands in its place, also
   * in outputs that later steps get. The content of artifacts is stored as it is.
   *
   * @throws StepFailure (`validation_failed`, `SECRET_MISSING`) that names the missing key
   */
  secret(name: string): string;
  /** Where the attempt is in the trace of its run, whether anybody records it or not. */
  readonly trace: StepTrace;
}

/**
 * Does the work of a step. What it returns is the step's output: JSON, or nothing.
 *
 * It may run more than once for the same step: after a failure by the retry policy, or because a
 * worker died. Whatever it changes outside must tolerate that; `idempotencyKey` helps.
 *
 * @public
 */
export type StepHandler<
  Input = any,
  Outputs = any,
  Output extends Json | void = Json | void,
> = (context: StepContext<Input, Outputs>) => Promise<Output> | Output;
