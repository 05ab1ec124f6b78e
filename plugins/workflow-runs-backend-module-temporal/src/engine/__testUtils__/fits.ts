import { FakeExecution, isFakeOpen, STATUSES } from './executions';

const WITHIN = /(StartTime|CloseTime) >= '([^']+)' AND \1 < '([^']+)'/g;

/** Whether an execution fits a visibility query, as far as the engine makes some. */
export function fits(execution: FakeExecution, query: string): boolean {
  const type = /WorkflowType = '([^']+)'/.exec(query);
  if (type) return execution.type === type[1];
  const words = /ExecutionStatus IN \(([^)]*)\)/.exec(query);
  if (words) {
    const isNamed = Object.entries(STATUSES).some(
      ([word, status]) =>
        words[1].includes(`'${word}'`) && status === execution.status,
    );
    // A status that nobody knows yet is one of those that are open.
    const isUnknown = !Object.values<number>(STATUSES).includes(
      execution.status,
    );
    return isNamed || (isUnknown && isFakeOpen(execution));
  }
  return [...query.matchAll(WITHIN)].some(([, field, since, until]) => {
    const at = field === 'StartTime' ? execution.startedAt : execution.closedAt;
    return (
      at !== undefined && at >= Date.parse(since) && at < Date.parse(until)
    );
  });
}
