import { AuditorService } from '@backstage/backend-plugin-api';
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
  const meta = { actionType: event.actionType, ...event.meta } as Record<
    string,
    string
  >;
  const audited = await auditor.createEvent({
    eventId: event.eventId ?? 'run-mutate',
    request,
    severityLevel: 'medium',
    meta,
  });
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await audited.fail({ error: error as Error });
    throw error;
  }
  await audited.success();
  return result;
}
