import {
  RunFact,
  RunStatus,
  StepStatus,
} from 'backstage-plugin-workflow-runs-common';
import { unitId } from 'backstage-plugin-workflow-runs-common/machine';

/**
 * What has become of a run, apart from times. Units are told apart from one another, for nothing
 * orders the events of branches that run side by side.
 *
 * @public
 */
export interface History {
  status: RunStatus;
  /** Events of the run itself: `started, completed`. */
  run: string;
  /** Events of each unit: `started, retrying (failed, expected), started, completed`. */
  steps: Readonly<Record<string, string>>;
}

/** An event in words, with what it is about: a unit, or `run`. */
export interface Told {
  about: string;
  words: string;
}

/** Tells a run's facts, in the order in which they were recorded, as scenarios do. @public */
export function historyOf(facts: readonly RunFact[]): History {
  let status: RunStatus = 'queued';
  const told = new Map<string, string[]>([['run', []]]);
  for (const fact of facts) {
    status = statusAfter(fact) ?? status;
    const event = tell(fact);
    if (!event) continue;
    const { about, words } = event;
    told.set(about, [...(told.get(about) ?? []), words]);
  }
  const { run, ...steps } = Object.fromEntries(
    [...told].map(([about, words]) => [about, words.join(', ')]),
  );
  return { status, run, steps };
}

/** The status that a run comes into by a fact. */
export function statusAfter(fact: RunFact): RunStatus | undefined {
  switch (fact.type) {
    case 'run.started':
    case 'run.resumed':
    case 'run.reopened':
      return 'running';
    case 'run.paused':
    case 'run.waiting_human':
    case 'run.canceling':
    case 'run.completed':
    case 'run.failed':
    case 'run.canceled':
      return verbOf(fact) as RunStatus;
    default:
      return undefined;
  }
}

/** The status that a unit comes into by a fact about it. */
export function unitStatusAfter(fact: RunFact): StepStatus | undefined {
  if (!fact.type.startsWith('step.') || !('from' in fact)) return undefined;
  return fact.type === 'step.started'
    ? 'running'
    : (verbOf(fact) as StepStatus);
}

/** The unit that a fact is about; undefined where it is about the run. */
export function unitOf(fact: RunFact): string | undefined {
  return 'item' in fact ? unitId(fact.step, fact.item) : undefined;
}

/** A fact in words; undefined where scenarios do not speak of it. */
export function tell(fact: RunFact): Told | undefined {
  const words = wordsFor(fact);
  return words === undefined
    ? undefined
    : { about: unitOf(fact) ?? 'run', words };
}

function wordsFor(fact: RunFact): string | undefined {
  switch (fact.type) {
    case 'run.queued':
    case 'action.requested':
    case 'action.completed':
    case 'action.failed':
    case 'artifact.added':
      return undefined;
    case 'run.changed':
      return changeOf(fact);
    case 'sla.warning':
      return 'at risk';
    case 'sla.breached':
      return 'overdue';
    case 'run.needs_intervention':
      return `needs intervention (${fact.step})`;
    case 'compensation.started':
      return 'rolling back';
    case 'compensation.failed':
      return `not rolled back (${fact.error.category})`;
    case 'decision.made':
      return withDetails(fact.decision, [fact.actor === null && 'by nobody']);
    case 'step.validation_failed':
      return `invalid (${fact.otherwise})`;
    case 'step.waiting_human':
      return askedHow(fact);
    default:
      return withDetails(verbOf(fact), detailsOf(fact));
  }
}

function changeOf(
  change: Extract<RunFact, { type: 'run.changed' }>,
): string | undefined {
  const changes = [
    change.pauseRequested === true && 'pausing',
    change.pauseRequested === false && 'not pausing',
    change.needsIntervention === false && 'needs no intervention',
    change.slaDueAt !== undefined && 'due later',
    change.resolution && 'resolved',
  ].filter(Boolean);
  return changes.length > 0 ? changes.join(' and ') : undefined;
}

function askedHow({
  notice,
  to = [],
  waitingFor,
}: Extract<RunFact, { type: 'step.waiting_human' }>): string {
  switch (notice) {
    case 'asked':
      return withDetails(
        'asked',
        waitingFor.kind === 'approval' ? waitingFor.approvers : [],
      );
    case 'escalated':
      return withDetails('escalated', to);
    case 'reminder':
      return 'reminded';
    default:
      return 'overdue';
  }
}

function detailsOf(fact: RunFact): (string | false | undefined)[] {
  switch (fact.type) {
    case 'step.skipped':
      return [fact.reason];
    case 'step.retrying':
      return [fact.outcome, fact.expected ? 'expected' : 'unexpected'];
    case 'step.failed':
      return [fact.error.category, fact.held && 'held'];
    case 'step.completed':
      return [
        fact.forced && 'forced',
        Boolean(fact.items?.failed) &&
          `${fact.items!.failed} of ${fact.items!.total} failed`,
      ];
    case 'run.failed':
      return [fact.error.category, fact.sla];
    case 'run.canceled':
      return [fact.sla];
    case 'run.completed':
      return [fact.partial && 'partial', fact.sla];
    case 'run.paused':
      return [fact.blockedReason ?? undefined];
    case 'run.reopened':
      return [fact.step ? `from ${fact.step}` : undefined];
    default:
      return [];
  }
}

function withDetails(
  verb: string,
  details: readonly (string | false | undefined)[],
): string {
  const known = details.filter(Boolean);
  return known.length > 0 ? `${verb} (${known.join(', ')})` : verb;
}

function verbOf({ type }: RunFact): string {
  return type.split('.')[1];
}
