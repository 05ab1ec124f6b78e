import type { RunStatus } from '../model/vocabulary';
import type { Draft } from './Draft';
import { RUN_TIMER } from './event';
import { isEnded } from './settled';

/** The share of the target at which a run is at risk. */
const AT_RISK = 0.9;

/** Winds the run's clock up. @returns when its target is reached, where it has one */
export function startSla(draft: Draft): number | undefined {
  const targetMs = draft.run('slaTargetMs');
  if (targetMs === null) return undefined;
  const dueAt = draft.at + targetMs;
  draft.set({ sla: { dueAt, warned: false, breached: false } });
  return dueAt;
}

/**
 * Changes the run's status; its clock stands still, goes on or stops with that. Returns what every
 * fact about the change says.
 */
export function enter(draft: Draft, status: RunStatus) {
  const before = draft.run('status');
  const sla = draft.run('sla');
  if (sla && standsStill(draft, before)) {
    const dueAt = sla.dueAt + draft.since(draft.run('since'));
    draft.set({ sla: { ...sla, dueAt } });
    draft.changed({ slaDueAt: dueAt });
  }
  if (goesOn(draft, status) && !goesOn(draft, before)) setTimers(draft);
  if (goesOn(draft, before) && !goesOn(draft, status)) clearTimers(draft);
  return draft.leave(status);
}

/** Whether the target has been missed and no timer has told of it. */
export function isLate(draft: Draft): boolean {
  const sla = draft.run('sla');
  return sla !== null && draft.at > sla.dueAt;
}

/**
 * A run that is opened again goes on with the clock that it had; of a target that was met before, it
 * may be late now.
 *
 * @returns how it stands, where the workflow has a target
 */
export function reopenSla(draft: Draft) {
  const sla = draft.run('sla');
  if (sla) draft.set({ sla: { ...sla, warned: sla.breached } });
  else startSla(draft);
  const reopened = draft.run('sla');
  return (
    reopened && {
      status: reopened.breached ? ('breached' as const) : ('on_track' as const),
      dueAt: reopened.dueAt,
    }
  );
}

/** @param likelyAt - when the run is likely to end, where it is warned of before its time */
export function slaTimer(
  draft: Draft,
  kind: 'sla_warning' | 'sla_breach',
  likelyAt?: number,
) {
  const sla = draft.run('sla');
  if (!sla || !goesOn(draft, draft.run('status'))) return;
  const targetMs = draft.run('slaTargetMs')!;
  const about = { ...draft.aboutRun(), targetMs, dueAt: sla.dueAt };
  if (kind === 'sla_warning' && !sla.warned) {
    draft.set({ sla: { ...sla, warned: true } });
    draft.fact({
      type: 'sla.warning',
      ...about,
      ...(likelyAt === undefined ? {} : { likelyAt }),
    });
  }
  if (kind === 'sla_breach' && !sla.breached) {
    // Nobody has to be warned of what has happened.
    if (!sla.warned) draft.clearTimer('sla_warning', RUN_TIMER);
    draft.set({ sla: { ...sla, warned: true, breached: true } });
    draft.fact({ type: 'sla.breached', ...about });
  }
}

function setTimers(draft: Draft) {
  const sla = draft.run('sla');
  if (!sla) return;
  const targetMs = draft.run('slaTargetMs')!;
  const at = Math.round(sla.dueAt - targetMs * (1 - AT_RISK));
  if (!sla.warned) draft.timer('sla_warning', RUN_TIMER, at);
  if (!sla.breached) draft.timer('sla_breach', RUN_TIMER, sla.dueAt);
}

function clearTimers(draft: Draft) {
  if (!draft.run('sla')) return;
  draft.clearTimer('sla_warning', RUN_TIMER);
  draft.clearTimer('sla_breach', RUN_TIMER);
}

function goesOn(draft: Draft, status: RunStatus): boolean {
  return !isEnded(status) && status !== 'queued' && !standsStill(draft, status);
}

function standsStill(draft: Draft, status: RunStatus): boolean {
  const { sla } = draft.graph.definition;
  return (
    (status === 'paused' && sla?.excludePauses === true) ||
    (status === 'waiting_human' && sla?.excludeHumanWaits === true)
  );
}
