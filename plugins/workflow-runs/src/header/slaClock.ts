import { Run } from 'backstage-plugin-workflow-runs-common';
import { Tone } from 'backstage-plugin-workflow-runs-react';

/** What the clock of a target shows. */
export interface SlaClock {
  status: NonNullable<Run['sla']>['status'];
  tone: Tone;
  /** Milliseconds until the target is reached, negative behind it; null where nothing counts. */
  leftMs: number | null;
}

const tones: Record<SlaClock['status'], Tone> = {
  on_track: 'running',
  at_risk: 'waiting',
  breached: 'failed',
  met: 'completed',
};

/**
 * How a run stands to its target. The browser counts on between what the backend tells: a target that
 * has passed is breached, whether or not the news have arrived.
 */
export function slaClock(
  run: Pick<Run, 'sla' | 'completedAt'>,
  now: number,
): SlaClock | undefined {
  const { sla, completedAt } = run;
  if (!sla) return undefined;
  const at = completedAt === null ? now : Date.parse(completedAt);
  const leftMs = sla.dueAt === null ? null : Date.parse(sla.dueAt) - at;
  const isLate =
    completedAt === null &&
    leftMs !== null &&
    leftMs < 0 &&
    (sla.status === 'on_track' || sla.status === 'at_risk');
  const status = isLate ? 'breached' : sla.status;
  return { status, tone: tones[status] ?? 'skipped', leftMs };
}
