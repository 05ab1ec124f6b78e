import { approvalTimer } from './approval';
import { childTimedOut } from './attempts';
import { childLimit } from './childClock';
import type { Draft } from './Draft';
import type { MachineEvent } from './event';
import { slaTimer } from './sla';
import { unitId } from './unit';
import { eventTimedOut, timeHasCome } from './wait';

type TimerDue = Extract<MachineEvent, { type: 'timer.due' }>;

/** The time has come for which a timer was set; one that came too late decides nothing. */
export function timerDue(draft: Draft, event: TimerDue) {
  const { kind, step, item, attempt, likelyAt } = event;
  if (kind === 'sla_warning' || kind === 'sla_breach') {
    slaTimer(draft, kind, likelyAt);
    return;
  }
  const unit = unitId(step, item);
  if (!draft.has(unit)) return;
  if (kind === 'timeout' && childLimit(draft, unit)) {
    childTimedOut(draft, unit);
    return;
  }
  const { retryAt, waitingFor, attempt: latest } = draft.unit(unit);
  if (attempt !== undefined && attempt !== latest) return;
  if (kind === 'retry' && retryAt !== null) {
    // It may start as soon as there is room, and no timer tells of it again.
    draft.change(unit, { retryAt: null });
    draft.patch.ready.added.push(unit);
  } else if (waitingFor?.kind === 'approval') {
    approvalTimer(draft, unit, kind);
  } else if (waitingFor?.kind === 'time' && kind === 'wait') {
    timeHasCome(draft, unit);
  } else if (waitingFor?.kind === 'event' && kind === 'timeout') {
    eventTimedOut(draft, unit);
  }
}
