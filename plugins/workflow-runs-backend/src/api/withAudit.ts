import { JsonObject } from '@backstage/types';
import {
  AuditedAction,
  AuditedEvent,
} from 'backstage-plugin-workflow-runs-common';
import { AuditTrail, Change } from '../audit/AuditTrail';
import { Asker } from '../requests/ActionCall';

/** What is about to be changed, for whoever reads the trail. */
export interface Mutation<E extends AuditedEvent = 'run-mutate'> {
  /** What kind of thing is changed; a run where it is not said. */
  eventId?: E;
  actionType: AuditedAction<E>;
  /** `runId`, `workflow`, `step` and `reason` are what they say; the rest are details. */
  meta: Record<string, string | undefined>;
}

/**
 * Runs work that changes something, and leaves what came of it in the audit trail.
 *
 * @param work - may say what it has changed, and how it was before
 */
export async function withAudit<T, E extends AuditedEvent = 'run-mutate'>(
  trail: AuditTrail,
  request: Asker,
  event: Mutation<E>,
  work: (changed: (change: Change) => void) => Promise<T>,
): Promise<T> {
  const entry = await trail.begin(askedOf(request, event));
  let result: T;
  try {
    result = await work(entry.changed);
  } catch (error) {
    await entry.fail(error);
    throw error;
  }
  await entry.succeed();
  return result;
}

/** What a change of something that can be switched off is called: that it is, or is not any more, is what counts. */
export function changing(
  before: { enabled: boolean } | undefined,
  after: { enabled: boolean },
): 'change' | 'enable' | 'disable' {
  if (!before || before.enabled === after.enabled) return 'change';
  return after.enabled ? 'enable' : 'disable';
}

/** The same for handlers that change one kind of thing. */
export function auditing<E extends AuditedEvent>(
  trail: AuditTrail,
  eventId: E,
) {
  return <T>(
    { request }: { request: Asker },
    actionType: AuditedAction<E>,
    meta: Mutation['meta'],
    work: (changed: (change: Change) => void) => Promise<T>,
  ): Promise<T> =>
    withAudit(trail, request, { eventId, actionType, meta }, work);
}

/**
 * The same for what writes its entry in the transaction that does it, so that a crash loses neither: actions on
 * runs, and launches.
 */
export async function withRefusalAudit<
  T,
  E extends AuditedEvent = 'run-mutate',
>(
  trail: AuditTrail,
  request: Asker,
  event: Mutation<E>,
  work: () => Promise<T>,
): Promise<T> {
  const entry = await trail.follow(askedOf(request, event));
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await entry.fail(error);
    throw error;
  }
  await entry.succeed();
  return result;
}

/** For what is looked at before it is known what would be done: only that it was refused is told. */
export async function auditRefusal<T, E extends AuditedEvent = 'run-mutate'>(
  trail: AuditTrail,
  request: Asker,
  event: Mutation<E>,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const entry = await trail.follow(askedOf(request, event));
    await entry.fail(error);
    throw error;
  }
}

/**
 * The same for work that gives out more than a screen shows.
 *
 * @param work - returns what the trail says of its success
 */
export async function withFetchAudit(
  trail: AuditTrail,
  request: Asker,
  event: {
    eventId?: 'run-fetch' | 'audit-fetch';
    queryType: 'export';
    meta: JsonObject;
  },
  work: () => Promise<JsonObject>,
): Promise<void> {
  const { eventId = 'run-fetch', queryType, meta } = event;
  const entry = await trail.begin({
    eventId,
    action: queryType,
    request,
    meta: { queryType, ...meta },
  });
  let outcome: JsonObject;
  try {
    outcome = await work();
  } catch (error) {
    await entry.fail(error);
    throw error;
  }
  await entry.succeed(outcome);
}

function askedOf<E extends AuditedEvent>(request: Asker, event: Mutation<E>) {
  const { eventId = 'run-mutate', actionType, meta } = event;
  return {
    eventId,
    action: actionType,
    request,
    meta: { actionType, ...meta } as JsonObject,
  };
}
