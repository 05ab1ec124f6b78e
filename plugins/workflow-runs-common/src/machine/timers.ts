import { approvalTimer } from './approval';
import { attemptFailed } from './attempts';
import { callOff } from './callOff';
import type { Draft } from './Draft';
import type { MachineEvent } from './event';
import { slaTimer } from './sla';
import { placeOf, unitId } from './unit';
import { eventTimedOut, timeHasCome } from './wait';

type TimerDue = Extract<MachineEvent, { type: 'timer.due' }>;

/** The time has come for which a timer was set; one that came too late decides nothing. */
export function timerDue(draft: Draft, event: TimerDue) {
  const { kind, step, item, attempt } = event;
  if (kind === 'sla_warning' || kind === 'sla_breach') {
    slaTimer(draft, kind);
    return;
  }
  const unit = unitId(step, item);
  if (!draft.has(unit)) return;
  const { status, attempt: latest } = draft.unit(unit);
  if (kind === 'retry') {
    const isStale = attempt !== undefined && attempt !== latest;
    if (status === 'retrying' && !isStale) retryDue(draft, unit);
    return;
  }
  const { type } = draft.graph.node(step);
  if (status === 'waiting_human' && kind !== 'wait') {
    if (type === 'approval') approvalTimer(draft, unit, kind);
    return;
  }
  if (status !== 'running') return;
  if (kind === 'wait') timeHasCome(draft, unit);
  else if (kind === 'timeout' && type === 'wait') eventTimedOut(draft, unit);
  else if (kind === 'timeout') childTimedOut(draft, unit, latest);
}

/** It may start as soon as there is room; where there is none, no timer tells of it again. */
function retryDue(draft: Draft, unit: string) {
  draft.patch.ready.added.push(unit);
  draft.change(unit, { retryAt: null });
  const hasToWait =
    (draft.isBlocked && draft.run('rollback') === null) ||
    draft.run('running') >= draft.run('limit');
  if (hasToWait) draft.clearTimer('retry', unit);
}

function childTimedOut(draft: Draft, unit: string, attempt: number) {
  callOff(draft, unit);
  attemptFailed(draft, {
    type: 'attempt.failed',
    at: draft.at,
    ...placeOf(unit),
    attempt,
    error: {
      category: 'timeout',
      code: 'TOTAL_TIMEOUT',
      message: `It did not end within ${
        draft.graph.triesOf(unit).totalTimeoutMs
      } ms`,
    },
  });
}
