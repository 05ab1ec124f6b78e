import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';

/** Runs work that changes something, and leaves what came of it in Backstage's auditor log. */
export async function withAudit<T>(
  auditor: AuditorService,
  request: Request,
  event: {
    /** What kind of thing is changed; a run where it is not said. */
    eventId?: string;
    actionType: string;
    meta: Record<string, string | undefined>;
  },
  work: () => Promise<T>,
): Promise<T> {
  const meta = { actionType: event.actionType, ...event.meta } as JsonObject;
  return leaveTrail(
    auditor,
    { eventId: event.eventId ?? 'run-mutate', request, meta },
    work,
  );
}

/**
 * The same for work that gives out more than a screen shows.
 *
 * @param work - returns what the log says of its success
 */
export async function withFetchAudit(
  auditor: AuditorService,
  request: Request,
  event: { queryType: string; meta: JsonObject },
  work: () => Promise<JsonObject>,
): Promise<void> {
  const meta = { queryType: event.queryType, ...event.meta };
  await leaveTrail(
    auditor,
    { eventId: 'run-fetch', request, meta },
    work,
    outcome => outcome,
  );
}

async function leaveTrail<T>(
  auditor: AuditorService,
  event: { eventId: string; request: Request; meta: JsonObject },
  work: () => Promise<T>,
  metaOf?: (result: T) => JsonObject,
): Promise<T> {
  const audited = await auditor.createEvent({
    ...event,
    severityLevel: 'medium',
  });
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await audited.fail({ error: error as Error });
    throw error;
  }
  await audited.success(metaOf && { meta: metaOf(result) });
  return result;
}
