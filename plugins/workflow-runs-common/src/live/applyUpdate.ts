import { RunUpdate } from '../api/streamRoutes';
import { RunEvent } from '../model/fact';
import { Attempt, RunStateEntry, Step } from '../model/run';
import { KnownRun, stepIdOf } from './snapshot';

/** The page of events reads the rest. */
const MOST_RECENT_EVENTS = 500;

/**
 * A snapshot with an update in it. Updates carry whole rows and may arrive twice (a stream that
 * resumes repeats) or late (a poll overtook it), so that each row is taken only where it is newer.
 *
 * @public
 */
export function applyUpdate(snapshot: KnownRun, update: RunUpdate): KnownRun {
  const newer = update.run.position >= snapshot.run.position;
  const run = newer ? update.run : snapshot.run;
  return {
    ...snapshot,
    run,
    states: newer ? followStates(snapshot.states, update) : snapshot.states,
    steps: mergeSteps(snapshot.steps, update.steps),
    attempts: mergeAttempts(snapshot.attempts, update.attempts),
    recentEvents: mergeEvents(snapshot.recentEvents, update.events),
    logSequence: Math.max(snapshot.logSequence ?? 0, update.logSequence),
  };
}

function mergeSteps(known: Step[], changed: Step[]): Step[] {
  if (changed.length === 0) return known;
  const byId = new Map(known.map(step => [stepIdOf(step), step]));
  for (const step of changed) {
    const id = stepIdOf(step);
    const before = byId.get(id);
    if (!before || step.updatedAt >= before.updatedAt) byId.set(id, step);
  }
  return [...byId.values()].sort(
    (a, b) => a.stepNumber - b.stepNumber || a.itemIndex - b.itemIndex,
  );
}

function attemptId(attempt: Attempt): string {
  return `${stepIdOf(attempt)}/${attempt.generation}/${attempt.number}`;
}

function mergeAttempts(known: Attempt[], changed: Attempt[]): Attempt[] {
  if (changed.length === 0) return known;
  const byId = new Map(known.map(attempt => [attemptId(attempt), attempt]));
  for (const attempt of changed) {
    const id = attemptId(attempt);
    const endedBefore = byId.get(id)?.completedAt;
    // An attempt that has ended stays so; what says otherwise is late.
    if (!endedBefore || attempt.completedAt) byId.set(id, attempt);
  }
  return [...byId.values()].sort(
    (a, b) => a.startedAt.localeCompare(b.startedAt) || a.number - b.number,
  );
}

function mergeEvents(known: RunEvent[], added: RunEvent[]): RunEvent[] {
  const last = known.at(-1)?.number ?? 0;
  const fresh = added.filter(event => event.number > last);
  return fresh.length === 0
    ? known
    : [...known, ...fresh].slice(-MOST_RECENT_EVENTS);
}

/** The stream does not carry the state timeline: it follows from the run's events. */
function followStates(
  states: RunStateEntry[],
  update: RunUpdate,
): RunStateEntry[] {
  const { run } = update;
  const current = states.at(-1);
  if (current?.status === run.status && current.generation === run.generation) {
    return states;
  }
  const change = update.events.findLast(event => event.type.startsWith('run.'));
  const at = run.completedAt ?? change?.occurredAt ?? run.updatedAt;
  const left = current ? [{ ...current, leftAt: current.leftAt ?? at }] : [];
  return [
    ...states.slice(0, -1),
    ...left,
    {
      status: run.status,
      generation: run.generation,
      reason: run.blockedReason,
      enteredAt: at,
      leftAt: null,
    },
  ];
}
