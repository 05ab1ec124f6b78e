import { Run } from '../model/run';
import { formatDuration } from './formatDuration';

/** What of a run its target is about. @public */
export type TimedRun = Pick<Run, 'sla' | 'startedAt' | 'completedAt'>;

/** Below this share of the time, a run is at risk for another reason. */
const AT_RISK = 0.9;

/**
 * What to say beside the status of a run's target: how much of the time is used (`92 %`) while it is at
 * risk because of that, by about how much it is over (`+30 s`) once it is breached.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function slaWords(run: TimedRun, now: number): string | undefined {
  const { sla, startedAt, completedAt } = run;
  if (!sla?.dueAt || !startedAt) return undefined;
  const due = Date.parse(sla.dueAt);
  const at = completedAt ? Date.parse(completedAt) : now;
  if (sla.status === 'breached') {
    return at > due ? `+${formatDuration(at - due, 'coarse')}` : undefined;
  }
  if (sla.status !== 'at_risk' || sla.targetMs === 0) return undefined;
  const used = 1 - (due - at) / sla.targetMs;
  if (sla.likelyAt && used < AT_RISK) return undefined;
  return `${Math.floor(Math.min(1, Math.max(0, used)) * 100)} %`;
}
