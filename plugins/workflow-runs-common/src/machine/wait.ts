import type { Json, StepError, WaitingFor } from '../model/vocabulary';
import { begin, failUnit } from './attempts';
import { callOffWait } from './callOff';
import { resolve } from './condition';
import type { Draft } from './Draft';
import { complete } from './settle';
import { stepError } from './stepError';

/** The last time that ISO 8601 writes with four digits of a year. */
const MAX_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What is kept for steps that do not wait yet; more is refused. */
const MAX_EARLY_EVENTS = 1_000;

/** Starts a step that waits for a time or for an event. */
export function startWait(draft: Draft, key: string) {
  const step = draft.graph.step(key);
  if (step.type !== 'wait') throw new Error(`Step '${key}' does not wait`);
  const wanted = step.for;
  if ('event' in wanted) {
    const { event: name, timeout } = wanted;
    const until = timeout ? draft.at + timeout.afterMs : null;
    waitForEvent(draft, key, name, until);
    return;
  }
  const until =
    'durationMs' in wanted
      ? draft.at + wanted.durationMs
      : toInstant(resolve(wanted.until, draft.values(key)));
  if (until === undefined) {
    begin(draft, key, { kind: 'time', until: draft.at });
    failUnit(draft, key, noTime());
    return;
  }
  begin(draft, key, { kind: 'time', until });
  if (until > draft.at) {
    draft.timer('wait', key, until);
    return;
  }
  draft.keepOutput(key, null);
  complete(draft, key);
}

function waitForEvent(
  draft: Draft,
  key: string,
  name: string,
  until: number | null,
) {
  const waitingFor: WaitingFor = { kind: 'event', name, until };
  begin(draft, key, waitingFor);
  const early = draft.run('earlyEvents');
  const at = early.findIndex(event => event.name === name);
  if (at < 0) {
    const awaiting = draft.run('awaiting');
    const waiting = Object.hasOwn(awaiting, name) ? awaiting[name] : [];
    draft.set({ awaiting: { ...awaiting, [name]: [...waiting, key] } });
    if (until !== null) draft.timer('timeout', key, until);
    return;
  }
  const { request, payload } = early[at];
  draft.set({ earlyEvents: early.filter((_, index) => index !== at) });
  draft.answer(request, 'completed');
  draft.keepOutput(key, payload);
  complete(draft, key);
}

/** Hands an event to every step that waits for it; one that is early is kept for the first to come. */
export function receiveEvent(
  draft: Draft,
  event: { request?: string; name: string; payload: Json },
) {
  const { request, name, payload } = event;
  const awaiting = draft.run('awaiting');
  const waiting = Object.hasOwn(awaiting, name) ? awaiting[name] : [];
  if (waiting.length > 0) {
    // All at once, or each would be searched for among the others.
    const { [name]: _, ...others } = awaiting;
    draft.set({ awaiting: others });
    for (const key of waiting) endWait(draft, key, payload);
    draft.answer(request, 'completed');
    return;
  }
  const early = draft.run('earlyEvents');
  if (!request || early.some(known => known.request === request)) return;
  if (early.length >= MAX_EARLY_EVENTS) {
    draft.answer(request, 'refused', `${MAX_EARLY_EVENTS} events wait already`);
    return;
  }
  draft.set({ earlyEvents: [...early, { request, name, payload }] });
  draft.answer(request, 'accepted', 'No step waits for it yet');
}

/** The time has come. */
export function timeHasCome(draft: Draft, key: string) {
  endWait(draft, key, null);
}

/** Nothing has come in time. */
export function eventTimedOut(draft: Draft, key: string) {
  const step = draft.graph.step(key);
  const { waitingFor } = draft.unit(key);
  if (step.type !== 'wait' || waitingFor?.kind !== 'event') return;
  if ('event' in step.for && step.for.timeout?.outcome === 'complete') {
    endWait(draft, key, null);
    return;
  }
  callOffWait(draft, key);
  const message = `The event '${waitingFor.name}' has not come in time`;
  failUnit(draft, key, stepError('timeout', 'EVENT_TIMEOUT', message));
}

function endWait(draft: Draft, key: string, payload: Json) {
  callOffWait(draft, key);
  draft.keepOutput(key, payload);
  complete(draft, key);
}

function toInstant(value: Json | undefined): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  return typeof at === 'number' && at >= 0 && at <= MAX_INSTANT
    ? Math.round(at)
    : undefined;
}

function noTime(): StepError {
  return stepError(
    'validation_failed',
    'NO_TIME',
    'What it waits for is no time: neither ISO 8601 nor epoch milliseconds',
  );
}
