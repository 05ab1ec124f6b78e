import type { StepStatus } from '../model/vocabulary';

/**
 * What is most urgent comes first: what somebody has to see to, then what is under way, then what is to
 * come, then how it ended.
 */
const URGENCY: readonly StepStatus[] = [
  'failed',
  'waiting_human',
  'retrying',
  'paused',
  'running',
  'pending',
  'canceled',
  'compensated',
  'completed',
  'skipped',
];

/** The status of a branch: the most urgent one of its steps. @public */
export function branchStatus(statuses: Iterable<StepStatus>): StepStatus {
  const found = new Set(statuses);
  return URGENCY.find(status => found.has(status)) ?? 'pending';
}
