import { stopChildClock } from './childClock';
import type { Draft } from './Draft';
import type { TimerKind } from './event';
import { placeOf } from './unit';

/** What is under way for a unit is not wanted any more: workers, children and timers are told. */
export function callOff(draft: Draft, unit: string) {
  const { status, attempt, waitingFor } = draft.unit(unit);
  if (status === 'retrying') {
    draft.clearTimer('retry', unit);
    stopChildClock(draft, unit);
  }
  if (status === 'waiting_human') {
    for (const kind of timersOfApproval(draft, unit)) {
      draft.clearTimer(kind, unit);
    }
  }
  if (status !== 'running') return;
  const about = { ...placeOf(unit), attempt };
  switch (waitingFor?.kind) {
    case undefined:
      draft.effects.push({ type: 'abort', ...about });
      break;
    case 'child':
      draft.effects.push({ type: 'cancelChild', ...about });
      stopChildClock(draft, unit);
      break;
    case 'time':
    case 'event':
      callOffWait(draft, unit);
      break;
    default:
    // The items of a fan-out are units of their own.
  }
}

/** A wait is over, however: its timers go, and no event reaches it. */
export function callOffWait(draft: Draft, unit: string) {
  const { waitingFor } = draft.unit(unit);
  if (waitingFor?.kind === 'time') draft.clearTimer('wait', unit);
  if (waitingFor?.kind !== 'event') return;
  stopAwaiting(draft, waitingFor.name, unit);
  if (waitingFor.until !== null) draft.clearTimer('timeout', unit);
}

function stopAwaiting(draft: Draft, name: string, unit: string) {
  const awaiting = draft.run('awaiting');
  // An event may be called `constructor`.
  if (!Object.hasOwn(awaiting, name)) return;
  const { [name]: waiting, ...others } = awaiting;
  const left = waiting.filter(other => other !== unit);
  draft.set({
    awaiting: left.length > 0 ? { ...others, [name]: left } : others,
  });
}

/** The timers that an approval may have set; what waits for a verdict on its output has none. */
export function timersOfApproval(draft: Draft, unit: string): TimerKind[] {
  const step = draft.graph.step(unit);
  if (step.type !== 'approval') return [];
  return [
    ...(step.slaMs ? (['overdue'] as const) : []),
    ...(step.remindEveryMs ? (['reminder'] as const) : []),
    ...(step.escalate ? (['escalation'] as const) : []),
    ...(step.timeout ? (['timeout'] as const) : []),
  ];
}
