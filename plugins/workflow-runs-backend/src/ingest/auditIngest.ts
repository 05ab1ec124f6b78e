import { NotAllowedError } from '@backstage/errors';
import { Request } from 'express';
import { IngestResult } from 'backstage-plugin-workflow-runs-common';
import { AuditTrail } from '../audit/AuditTrail';

const EVENT_ID = 'ingest';
/** Sources that an entry names. */
const NAMED = 10;

/**
 * Tells the auditor what came of a request that brings events: once for each request, never for each event. That
 * somebody claims the source of another is told for itself, and is more serious.
 */
export async function auditIngest(
  trail: AuditTrail,
  request: Request,
  events: readonly unknown[],
  take: () => Promise<IngestResult[]>,
): Promise<IngestResult[]> {
  const meta = { actionType: 'ingest_events', events: events.length };
  const entry = await trail.report({ eventId: EVENT_ID, request, meta }, 'low');
  let results: IngestResult[];
  try {
    results = await take();
  } catch (error) {
    await entry.fail({ error: error as Error });
    throw error;
  }
  await entry.success({ meta: countsOf(results) });
  const claimed = events.filter((_, index) => isClaimed(results[index]));
  if (claimed.length > 0) {
    const sources = [...new Set(claimed.map(sourceOf))];
    await auditClaim(trail, request, sources, claimed.length);
  }
  return results;
}

/** Tells the auditor that somebody speaks for sources that are not theirs. */
export async function auditClaim(
  trail: AuditTrail,
  request: Request,
  sources: readonly string[],
  events = 0,
): Promise<void> {
  const entry = await trail.report(
    {
      eventId: EVENT_ID,
      request,
      meta: {
        actionType: 'claim_source',
        sources: sources.slice(0, NAMED),
        events,
      },
    },
    'medium',
  );
  const error = new NotAllowedError('The source is that of others, or of none');
  await entry.fail({ error });
}

function isClaimed({ rule, status }: IngestResult): boolean {
  return rule === 'not_yours' && status === 403;
}

function sourceOf(event: unknown): string {
  return String((event as { source?: unknown }).source).slice(0, 512);
}

function countsOf(results: readonly IngestResult[]) {
  const counts = { accepted: 0, duplicate: 0, rejected: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
