import { JsonObject } from '@backstage/types';
import { Request } from 'express';
import { AuditTrail, Change } from '../audit/AuditTrail';

/** What is about to be changed, for whoever reads the trail. */
export interface Mutation {
  /** What kind of thing is changed; a run where it is not said. */
  eventId?: string;
  actionType: string;
  /** `runId`, `workflow`, `step` and `reason` are what they say; the rest are details. */
  meta: Record<string, string | undefined>;
}

/**
 * Runs work that changes something, and leaves what came of it in the audit trail.
 *
 * @param work - may say what it has changed, and how it was before
 */
export async function withAudit<T>(
  trail: AuditTrail,
  request: Request,
  event: Mutation,
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

/** The same for handlers that change one kind of thing. */
export function auditing(trail: AuditTrail, eventId: string) {
  return <T>(
    { request }: { request: Request },
    actionType: string,
    meta: Mutation['meta'],
    work: (changed: (change: Change) => void) => Promise<T>,
  ): Promise<T> =>
    withAudit(trail, request, { eventId, actionType, meta }, work);
}

/**
 * The same for what writes its entry in the transaction that does it, so that a crash loses neither: actions on
 * runs, and launches.
 */
export async function withRefusalAudit<T>(
  trail: AuditTrail,
  request: Request,
  event: Mutation,
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
export async function auditRefusal<T>(
  trail: AuditTrail,
  request: Request,
  event: Mutation,
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
  request: Request,
  event: { eventId?: string; queryType: string; meta: JsonObject },
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

function askedOf(request: Request, event: Mutation) {
  const { eventId = 'run-mutate', actionType, meta } = event;
  return {
    eventId,
    action: actionType,
    request,
    meta: { actionType, ...meta } as JsonObject,
  };
}
