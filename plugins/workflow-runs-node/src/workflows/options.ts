import { z } from 'zod';
import {
  ApprovalStep,
  Condition,
  Json,
  MapStep,
  Mapping,
  OnFailure,
  Operand,
  RetryPolicy,
  WaitStep,
} from 'backstage-plugin-workflow-runs-common';

/** How code is tried. @public */
export interface TriesOptions {
  /** `noRetries()` by default. */
  retry?: RetryPolicy;
  /** Milliseconds that one attempt may take; by default ten minutes, or `totalTimeoutMs` if less. */
  timeoutMs?: number;
  /** Milliseconds that all attempts may take together, the waits between them included. */
  totalTimeoutMs?: number;
  /** Milliseconds that an attempt may be silent: no progress, no log line, no heartbeat. */
  heartbeatMs?: number;
}

/** What undoes a step; `{}` takes every default. @public */
export interface CompensationOptions extends TriesOptions {
  /** Version of the code; 1 by default. */
  version?: number;
}

/** What judges the output of a step. @public */
export interface ValidatorOptions<
  Otherwise extends string = 'fail' | 'warn' | 'ask',
> {
  /** What follows where it does not pass; by default the step fails. */
  otherwise?: Otherwise;
  /** Version of the code; 1 by default. */
  version?: number;
}

/** An operation that a step offers to operators while it runs or waits. @public */
export interface ActionOptions<Then extends string = 'continue' | 'complete'> {
  title?: string;
  description?: string;
  /** What the caller has to give; nothing by default. The same holds as for a workflow's input. */
  input?: z.ZodObject;
  /** Whether the step completes with what the operation returns; by default it goes on. */
  then?: Then;
  /** Version of the code; 1 by default. */
  version?: number;
}

/** What every step may say. @public */
export interface EveryStepOptions {
  title?: string;
  description?: string;
  /** Steps that must have settled before; none by default. */
  dependsOn?: readonly string[];
  /** Whether all that it depends on, or any of it, must not have been skipped; `all` by default. */
  join?: 'all' | 'any';
  /** Skips the step, and what depends on it, where it is false. */
  when?: Condition;
  /** What follows when it fails for good; by default what the workflow says. */
  onFailure?: OnFailure;
  /** It can be undone; its handlers say how. */
  compensate?: CompensationOptions;
  /** Operations by name. */
  actions?: Readonly<Record<string, ActionOptions>>;
}

/** Which code does the work; by default the step's own key, version 1. @public */
export interface HandlerOptions {
  name?: string;
  version?: number;
}

/** A step that runs code. @public */
export interface WorkStepOptions extends EveryStepOptions, TriesOptions {
  /** What kind of work it is; `tool` by default. */
  type?: 'tool' | 'model' | 'decision' | 'io';
  handler?: HandlerOptions;
  /** Shape of the output: types it for later steps, and fails the step where it does not fit. */
  output?: z.ZodType<Json>;
  /** What judges its output, by name. */
  validators?: Readonly<Record<string, ValidatorOptions>>;
}

/** What every fan-out says. @public */
export interface EveryMapStepOptions extends EveryStepOptions {
  type: 'map';
  /** The list; each of its values is an item. */
  items: Operand;
  /** Items under way at a time; 10 by default. */
  concurrency?: number;
  /** Items that may fail, by number or as a share of all, 0 to 1; none by default. */
  tolerate?: MapStep['tolerate'];
}

/** A step that runs code for each item of a list. @public */
export interface MapStepOptions extends EveryMapStepOptions, TriesOptions {
  handler?: HandlerOptions;
  /** Shape of an item: types it, and fails the item where it does not fit. */
  itemSchema?: z.ZodType<Json>;
  /** Shape of one item's result: types the results, and fails the item where it does not fit. */
  output?: z.ZodType<Json>;
  /** What judges each result, by name. Nobody is asked about a single item. */
  validators?: Readonly<Record<string, ValidatorOptions<'fail' | 'warn'>>>;
  workflow?: never;
}

/** A run of another workflow, as a step or as an item of one. @public */
export interface ChildRunOptions {
  /** Name of the workflow; its newest version is taken when the step starts. */
  workflow: string;
  /** Input of that run; in a fan-out it may refer to `/item`. `{}` by default. */
  input?: Mapping;
  /** Types what that run puts out. Nothing checks it: that is for the other workflow to do. */
  output?: z.ZodType<Json>;
  /** `noRetries()` by default. */
  retry?: RetryPolicy;
  /** Milliseconds that all attempts may take together, the waits between them included. */
  totalTimeoutMs?: number;
}

/** A step that runs another workflow for each item of a list. @public */
export interface MapWorkflowStepOptions
  extends EveryMapStepOptions,
    ChildRunOptions {
  handler?: never;
  itemSchema?: never;
  validators?: never;
  timeoutMs?: never;
  heartbeatMs?: never;
}

/** A step that is a run of another workflow. @public */
export interface ChildStepOptions extends EveryStepOptions, ChildRunOptions {
  type: 'child';
}

/** A step that waits for a time or for an event, and holds no worker. @public */
export interface WaitStepOptions extends EveryStepOptions {
  type: 'wait';
  for: WaitStep['for'];
}

/** A step that waits for a human to decide. @public */
export interface ApprovalStepOptions extends EveryStepOptions {
  type: 'approval';
  /** Entity refs of users and groups who may decide; none: whoever has the permission to. */
  approvers?: readonly string[];
  /** What who decides has to know, by label. */
  show?: Mapping;
  /** When the decision is overdue, in milliseconds after it was asked for. */
  slaMs?: number;
  /** Asks again as often as this until it is decided. */
  remindEveryMs?: number;
  /** Who may decide as well once so much time is over. */
  escalate?: { afterMs: number; to: readonly string[] };
  /** What is taken for the decision where nobody decides in time. */
  timeout?: ApprovalStep['timeout'];
  /** The dependents with which the run goes on after a rejection; without it the step fails. */
  onReject?: { branch: readonly string[] };
  /** Operations by name. None completes the step: it is decided by those who may. */
  actions?: Readonly<Record<string, ActionOptions<'continue'>>>;
}

/** A step as its author writes it; what kind it is, `type` says. @public */
export type StepOptions =
  | WorkStepOptions
  | MapStepOptions
  | MapWorkflowStepOptions
  | ChildStepOptions
  | WaitStepOptions
  | ApprovalStepOptions;
