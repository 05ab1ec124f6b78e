import type { Draft } from './Draft';
import { RUN_TIMER } from './event';

/** The share of the target at which a run is at risk. */
const AT_RISK = 0.9;

/** Starts the run's clock. @returns when its target is reached, where it has one */
export function startSla(draft: Draft): number | undefined {
  const { sla } = draft.graph.definition;
  if (!sla) return undefined;
  const dueAt = draft.at + sla.targetMs;
  draft.set({ sla: { dueAt, warned: false, breached: false } });
  setTimers(draft);
  return dueAt;
}

/** The clock stands still, where the workflow says so, while the run is in the status it is in. */
export function suspendSla(draft: Draft) {
  if (standsStill(draft)) clearTimers(draft);
}

/** The clock goes on; the run is about to leave the status in which it stood still. */
export function resumeSla(draft: Draft) {
  const sla = draft.run('sla');
  if (!sla || !standsStill(draft)) return;
  const dueAt = sla.dueAt + draft.since(draft.run('since'));
  draft.set({ sla: { ...sla, dueAt } });
  draft.fact({ type: 'run.changed', ...draft.aboutRun(), slaDueAt: dueAt });
  setTimers(draft);
}

/** An ended run has no clock. */
export function endSla(draft: Draft) {
  if (draft.run('sla')) clearTimers(draft);
}

/** A run that is opened again goes on with the clock that it had. */
export function reopenSla(draft: Draft) {
  if (draft.run('sla')) setTimers(draft);
}

export function slaTimer(draft: Draft, kind: 'sla_warning' | 'sla_breach') {
  const sla = draft.run('sla');
  if (!sla) return;
  const { targetMs } = draft.graph.definition.sla!;
  const about = { ...draft.aboutRun(), targetMs, dueAt: sla.dueAt };
  if (kind === 'sla_warning' && !sla.warned) {
    draft.set({ sla: { ...sla, warned: true } });
    draft.fact({ type: 'sla.warning', ...about });
  }
  if (kind === 'sla_breach' && !sla.breached) {
    draft.set({ sla: { ...sla, breached: true } });
    draft.fact({ type: 'sla.breached', ...about });
  }
}

function setTimers(draft: Draft) {
  const sla = draft.run('sla')!;
  const { targetMs } = draft.graph.definition.sla!;
  const at = Math.round(sla.dueAt - targetMs * (1 - AT_RISK));
  if (!sla.warned) draft.timer('sla_warning', RUN_TIMER, at);
  if (!sla.breached) draft.timer('sla_breach', RUN_TIMER, sla.dueAt);
}

function clearTimers(draft: Draft) {
  draft.clearTimer('sla_warning', RUN_TIMER);
  draft.clearTimer('sla_breach', RUN_TIMER);
}

function standsStill(draft: Draft): boolean {
  const { sla } = draft.graph.definition;
  const status = draft.run('status');
  return (
    (status === 'paused' && sla?.excludePauses === true) ||
    (status === 'waiting_human' && sla?.excludeHumanWaits === true)
  );
}
