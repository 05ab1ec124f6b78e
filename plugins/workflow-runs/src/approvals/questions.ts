import {
  HumanDecision,
  RunEvent,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { stepIdOf } from 'backstage-plugin-workflow-runs-react';
import { isAsking } from '../operate/offers';

/** What a human is asked, or was asked, about a run. */
export interface Question {
  id: string;
  stepKey: string;
  itemIndex: number;
  about: HumanDecision['about'];
  /** Who may decide, with those whom it was escalated to; none: whoever has the permission. */
  approvers: string[];
  askedAt: string | null;
  dueAt: string | null;
  step: Step | undefined;
  /** Undefined where it could not be read: the step still says that it waits. */
  decision: HumanDecision | undefined;
}

/** What is asked now, the most urgent first. */
export function openQuestions(
  steps: readonly Step[],
  decisions: readonly HumanDecision[],
): Question[] {
  return steps
    .filter(isAsking)
    .map(step =>
      questionOf(
        step,
        decisions.findLast(
          each =>
            stepIdOf(each) === stepIdOf(step) &&
            each.generation === step.generation &&
            each.decidedAt === null,
        ),
      ),
    )
    .sort((a, b) => urgencyOf(a).localeCompare(urgencyOf(b)));
}

/** One that has been decided, or that is over without a decision. */
export function questionOf(
  step: Step,
  decision: HumanDecision | undefined,
): Question {
  const { waitingFor } = step;
  const asked = waitingFor?.kind === 'approval' ? waitingFor : undefined;
  return {
    id: `${stepIdOf(step)}/${step.generation}`,
    stepKey: step.stepKey,
    itemIndex: step.itemIndex,
    about:
      decision?.about ??
      (waitingFor?.kind === 'validation' ? 'validation' : 'approval'),
    approvers: asked?.approvers ?? decision?.approvers ?? [],
    askedAt: decision?.askedAt ?? asked?.since ?? null,
    dueAt: asked?.dueAt ?? decision?.dueAt ?? null,
    step,
    decision,
  };
}

/** Sorts behind every time of this century. */
const NEVER = '9999';

function urgencyOf({ dueAt, askedAt }: Question): string {
  return `${dueAt ?? NEVER} ${askedAt ?? NEVER}`;
}

/** Something that was done so that somebody decides. */
export interface Reminder {
  number: number;
  notice: 'reminder' | 'escalated' | 'overdue';
  at: string;
  /** Whom it was escalated to. */
  to: string[];
}

/** The reminders and escalations of a question, oldest first. */
export function remindersOf(
  events: readonly RunEvent[],
  step: { stepKey: string; itemIndex: number; generation: number },
): Reminder[] {
  const byNumber = new Map<number, Reminder>();
  for (const event of events) {
    const { notice, to } = event.payload;
    if (
      event.type !== 'step.waiting_human' ||
      stepIdOf({ ...event, stepKey: event.stepKey ?? '' }) !== stepIdOf(step) ||
      event.generation !== step.generation ||
      (notice !== 'reminder' && notice !== 'escalated' && notice !== 'overdue')
    ) {
      continue;
    }
    byNumber.set(event.number, {
      number: event.number,
      notice,
      at: event.occurredAt,
      to: Array.isArray(to) ? to.map(String) : [],
    });
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** How a clock that counts down stands. */
export type Clock =
  | { kind: 'none' }
  | { kind: 'left' | 'close' | 'overdue'; ms: number };

/** The last tenth of the time is close, as with the target of a run. */
const CLOSE = 0.1;

export function clockOf(
  { askedAt, dueAt }: Pick<Question, 'askedAt' | 'dueAt'>,
  now: number,
): Clock {
  if (!dueAt) return { kind: 'none' };
  const due = Date.parse(dueAt);
  const ms = due - now;
  if (ms < 0) return { kind: 'overdue', ms: -ms };
  const isClose = askedAt && ms <= (due - Date.parse(askedAt)) * CLOSE;
  return { kind: isClose ? 'close' : 'left', ms };
}

/** Whether somebody may decide, by who may and by what somebody owns things through. */
export function mayDecide(
  approvers: readonly string[],
  ownershipRefs: readonly string[],
): boolean {
  if (approvers.length === 0) return true;
  const known = new Set(ownershipRefs.map(ref => ref.toLowerCase()));
  return approvers.some(ref => known.has(ref.toLowerCase()));
}
