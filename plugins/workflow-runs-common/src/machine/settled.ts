import type { StepState } from './state';

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);
const SETTLED: ReadonlySet<string> = new Set([
  'completed',
  'failed',
  'skipped',
  'canceled',
  'compensated',
]);

/** Whether a run of this status has ended; statuses unknown to this version have not. @public */
export function isEnded(status: string): boolean {
  return ENDED.has(status);
}

/** Whether a step of this status has settled; statuses unknown to this version have not. @public */
export function isSettled(status: string): boolean {
  return SETTLED.has(status);
}

/** Whether something may still become of a unit. */
export function isOpen({
  status,
  held,
}: Pick<StepState, 'status' | 'held'>): boolean {
  return !isSettled(status) || held;
}
