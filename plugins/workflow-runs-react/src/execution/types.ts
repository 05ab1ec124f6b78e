import { RunStatus, StepStatus } from 'backstage-plugin-workflow-runs-common';

/** A run as {@link useWorkflowExecution} tells of it. @public */
export interface WorkflowExecution {
  /** The run's id. */
  id: string;
  /** `<engine>/<name>` of its workflow. */
  workflowId: string;
  status: RunStatus;
  /** ISO 8601; null until it starts. When it was opened again, this is when its latest passage began. */
  startedAt: string | null;
  /** ISO 8601; null until it ends. */
  completedAt: string | null;
  /** What the first step that failed for good says; null where none has. */
  error: string | null;
  /** A result per step, and per item of a fan-out, in the order of the definition. */
  actionResults: ActionResult[];
}

/** A run as a list tells of it: without its steps, which {@link useWorkflowExecution} loads. @public */
export type WorkflowExecutionSummary = Omit<WorkflowExecution, 'actionResults'>;

/** What has come of a step so far. @public */
export interface ActionResult {
  /** Key of the step; `<key>[<item>]` for an item of a fan-out. */
  actionId: string;
  /** Type of the step: `tool`, `model`, `decision`, `io`, `approval`, … */
  actionType: string;
  status: StepStatus;
  /** Milliseconds, with all attempts and the waits between them; null until it has ended. */
  duration: number | null;
  /** Null where it has not failed. */
  error: string | null;
}

/** How far a run has come. @public */
export interface ExecutionProgress {
  /** Steps that completed, or that their own condition skipped. */
  completedSteps: number;
  /** All steps that may run; a fan-out counts once. */
  totalSteps: number;
  /** 0 to 100, rounded; 100 only when all are done. */
  percentage: number;
  /**
   * Milliseconds, judged by how long its steps took in the runs like it that the reader may see; null where
   * nobody can say: no number is made up.
   */
  estimatedTimeRemaining: number | null;
}
