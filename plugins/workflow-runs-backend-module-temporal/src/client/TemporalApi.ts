import { WorkflowService } from '@temporalio/client';

/** The calls of Temporal's workflow service that are made. */
export type TemporalApi = Pick<
  WorkflowService,
  | 'describeNamespace'
  | 'describeTaskQueue'
  | 'describeWorkflowExecution'
  | 'getWorkflowExecutionHistory'
  | 'getWorkflowExecutionHistoryReverse'
  | 'listWorkflowExecutions'
  | 'pauseActivity'
  | 'pauseWorkflowExecution'
  | 'pollWorkflowExecutionUpdate'
  | 'queryWorkflow'
  | 'requestCancelWorkflowExecution'
  | 'resetActivity'
  | 'resetWorkflowExecution'
  | 'signalWorkflowExecution'
  | 'startWorkflowExecution'
  | 'terminateWorkflowExecution'
  | 'unpauseActivity'
  | 'unpauseWorkflowExecution'
  | 'updateWorkflowExecution'
>;

/** Whom a call is made for. */
export interface CallOptions {
  namespace: string;
  /** Who waits for it gives it up. */
  signal: AbortSignal;
  /** How long it may take; 10 s where it is not said. */
  timeoutMs?: number;
}

/** A cluster as it is called. */
export interface TemporalCluster {
  /** `host:port`, for people. */
  readonly address: string;
  /**
   * @throws EngineAway where the cluster does not answer, or wants to be left alone
   * @throws TemporalRefusal where it answers that it will not
   */
  call<T>(
    options: CallOptions,
    ask: (api: TemporalApi) => Promise<T>,
  ): Promise<T>;
}
