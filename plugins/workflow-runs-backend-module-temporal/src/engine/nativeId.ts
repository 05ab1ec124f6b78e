/** An execution as Temporal names it. */
export interface Execution {
  workflowId: string;
  runId: string;
}

/** `<workflow id>/<run id>`: ids of workflows may have slashes, those of runs have none. */
export function executionOf(nativeId: string): Execution {
  const slash = nativeId.lastIndexOf('/');
  return {
    workflowId: nativeId.slice(0, Math.max(0, slash)),
    runId: nativeId.slice(slash + 1),
  };
}

export function nativeIdOf({ workflowId, runId }: Execution): string {
  return `${workflowId}/${runId}`;
}
