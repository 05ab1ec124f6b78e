/** What an observer asks; all else is asked by workers and by what measures. */
const OBSERVED =
  /^service_requests\{.*operation="(ListWorkflowExecutions|CountWorkflowExecutions|DescribeWorkflowExecution|GetWorkflowExecutionHistory|GetWorkflowExecutionHistoryReverse|DescribeNamespace)",service_name="frontend".*\} (\d+)$/gm;
const LISTS = ['ListWorkflowExecutions', 'CountWorkflowExecutions'];

/** How often the server has been asked until now, by its own count. */
export async function serverCalls(metricsUrl: string) {
  const text = await (await fetch(metricsUrl)).text();
  let [calls, lists] = [0, 0];
  for (const [, operation, count] of text.matchAll(OBSERVED)) {
    calls += Number(count);
    if (LISTS.includes(operation)) lists += Number(count);
  }
  return { calls, lists };
}
