import type { ApprovalStep } from '../definition/steps';
import type {
  ApprovalDecision,
  ErrorCategory,
  StepError,
  WaitingFor,
} from '../model/vocabulary';
import { failUnit } from './attempts';
import { callOff, timersOfApproval } from './callOff';
import { fillIn } from './condition';
import type { Draft } from './Draft';
import type { TimerKind } from './event';
import { complete } from './settle';
import { stepError } from './stepError';

type Asked = Extract<WaitingFor, { kind: 'approval' }>;

/** Asks those who may decide. */
export function ask(draft: Draft, key: string) {
  const step = approvalStep(draft, key);
  const { approvers, show, slaMs, remindEveryMs, escalate, timeout } = step;
  const waitingFor: Asked = {
    kind: 'approval',
    approvers,
    since: draft.at,
    dueAt: slaMs ? draft.at + slaMs : null,
  };
  draft.fact({
    type: 'step.waiting_human',
    ...draft.move(key, {
      status: 'waiting_human',
      startedAt: draft.unit(key).startedAt ?? draft.at,
      waitingFor,
    }),
    attempt: null,
    attemptMs: 0,
    notice: 'asked',
    waitingFor,
    ...(show ? { show: fillIn(show, draft.values(key)) } : {}),
  });
  if (slaMs) draft.timer('overdue', key, draft.at + slaMs);
  if (remindEveryMs) draft.timer('reminder', key, draft.at + remindEveryMs);
  if (escalate) draft.timer('escalation', key, draft.at + escalate.afterMs);
  if (timeout) draft.timer('timeout', key, draft.at + timeout.afterMs);
}

/** Takes what somebody, or the lapse of time, has decided. */
export function decideStep(
  draft: Draft,
  key: string,
  verdict: {
    decision: ApprovalDecision;
    actor: string | null;
    note: string | null;
  },
) {
  const { waitingFor } = draft.unit(key);
  const about = waitingFor?.kind === 'validation' ? 'validation' : 'approval';
  callOff(draft, key);
  draft.fact({
    type: 'decision.made',
    ...draft.about(key),
    about,
    ...verdict,
    askedAt: waitingFor && 'since' in waitingFor ? waitingFor.since : draft.at,
  });
  const { decision, actor, note } = verdict;
  if (about === 'validation') {
    if (decision === 'approved') complete(draft, key);
    else failUnit(draft, key, refused('validation_failed', note));
    return;
  }
  if (decision === 'rejected' && !approvalStep(draft, key).onReject) {
    failUnit(draft, key, refused('policy_denied', note));
    return;
  }
  draft.keepOutput(key, {
    decision,
    note,
    decidedBy: actor,
    decidedAt: draft.at,
  });
  complete(draft, key);
}

/** The time for one of an approval's clocks has come. */
export function approvalTimer(draft: Draft, key: string, kind: TimerKind) {
  if (!timersOfApproval(draft, key).includes(kind)) return;
  const step = approvalStep(draft, key);
  const asked = draft.unit(key).waitingFor as Asked;
  switch (kind) {
    case 'overdue':
      notify(draft, key, 'overdue', asked);
      break;
    case 'reminder':
      notify(draft, key, 'reminder', asked);
      draft.timer('reminder', key, draft.at + step.remindEveryMs!);
      break;
    case 'escalation': {
      const approvers = [
        ...new Set([...asked.approvers, ...step.escalate!.to]),
      ];
      // Whoever had the permission may still decide; naming some would shut the others out.
      const widened =
        asked.approvers.length > 0 ? { ...asked, approvers } : asked;
      draft.change(key, { waitingFor: widened });
      notify(draft, key, 'escalated', widened, step.escalate!.to);
      break;
    }
    default:
      nobodyDecided(draft, key, step);
  }
}

function nobodyDecided(draft: Draft, key: string, step: ApprovalStep) {
  const note = 'Nobody decided in time';
  const outcome = step.timeout!.outcome;
  if (outcome !== 'fail') {
    const decision = outcome === 'approve' ? 'approved' : 'rejected';
    decideStep(draft, key, { decision, actor: null, note });
    return;
  }
  callOff(draft, key);
  failUnit(draft, key, stepError('timeout', 'APPROVAL_TIMEOUT', note));
}

function notify(
  draft: Draft,
  key: string,
  notice: 'overdue' | 'reminder' | 'escalated',
  waitingFor: Asked,
  to?: string[],
) {
  draft.fact({
    type: 'step.waiting_human',
    ...draft.about(key),
    from: 'waiting_human',
    attempt: null,
    attemptMs: 0,
    notice,
    waitingFor,
    ...(to ? { to } : {}),
  });
}

function approvalStep(draft: Draft, key: string): ApprovalStep {
  const step = draft.graph.step(key);
  if (step.type !== 'approval') throw new Error(`Step '${key}' asks nobody`);
  return step;
}

function refused(category: ErrorCategory, note: string | null): StepError {
  const message = note ? `It was rejected: ${note}` : 'It was rejected';
  return stepError(category, 'REJECTED', message);
}
