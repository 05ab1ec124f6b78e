export * from './ExecutionMonitor';
export * from './types';
export {
  useWorkflowExecution,
  type UseWorkflowExecutionOptions,
  type UseWorkflowExecutionResult,
} from './useWorkflowExecution';
export * from './useWorkflowExecutions';
