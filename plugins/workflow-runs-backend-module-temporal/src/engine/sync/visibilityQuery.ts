import { SyncScope } from 'backstage-plugin-workflow-runs-node';

const DAY_MS = 86_400_000;

/** What a visibility query depends on beside what is asked for. */
export interface QueryTerms {
  /** `Running`, and `Paused` where the server knows the word. */
  open: readonly string[];
  /** What executions have to fit, too. */
  query?: string;
  /** How far back the first sync looks. */
  backfillDays?: number;
}

/**
 * The visibility query that finds the executions which a sync is about. It has no order: databases refuse one, and list
 * what is open first and what closed last next.
 */
export function visibilityQuery(
  scope: Exclude<SyncScope, { kind: 'run' }>,
  terms: QueryTerms,
): string {
  const base = baseOf(scope, terms);
  return terms.query ? `(${base}) AND (${terms.query})` : base;
}

function baseOf(
  scope: Exclude<SyncScope, { kind: 'run' }>,
  { open, backfillDays = Infinity }: QueryTerms,
): string {
  switch (scope.kind) {
    case 'open':
      return `ExecutionStatus IN (${open.map(word => `'${word}'`).join(', ')})`;
    case 'backfill': {
      // Of the end, which stays: each page is of the same list.
      const edge = scope.until - backfillDays * DAY_MS;
      return within('StartTime', Math.max(scope.since, edge), scope.until);
    }
    default:
      return ['StartTime', 'CloseTime']
        .map(field => `(${within(field, scope.since, scope.until)})`)
        .join(' OR ');
  }
}

function within(field: string, since: number, until: number): string {
  const [from, to] = [since, until].map(at => new Date(at).toISOString());
  return `${field} >= '${from}' AND ${field} < '${to}'`;
}
