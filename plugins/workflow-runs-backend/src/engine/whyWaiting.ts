import {
  Admission,
  HeldCount,
  Limit,
  LimitedRun,
  RunLimits,
} from './admission';

/**
 * Why no worker can execute a run, where none can. A run stays with one worker, so one must have all
 * that it needs.
 */
export function whyNobodyCan(
  needed: readonly string[],
  offers: readonly ReadonlySet<string>[],
): string | null {
  if (offers.some(offer => needed.every(name => offer.has(name)))) return null;
  const missing = needed.find(name => !offers.some(offer => offer.has(name)));
  return missing
    ? `No worker offers ${missing}`
    : `No single worker offers all of ${[...new Set(needed)].join(', ')}`.slice(
        0,
        500,
      );
}

/** What is held and what waits, at the moment. */
export interface Load {
  limits: RunLimits;
  /** Workers that are alive. */
  workers: number;
  held: readonly HeldCount[];
  /** Runs that wait too long already, by all that limits look at. */
  waiting: readonly HeldCount[];
}

/**
 * Which limit keeps a run waiting that could be executed. Runs come and go, so the limit may leave
 * room for one just now; it is the reason all the same where it leaves none for all who wait.
 */
export function limitOf(run: LimitedRun, load: Load): Limit | null {
  const { limits, workers, held, waiting } = load;
  const countOf = (counts: readonly HeldCount[], of: Partial<LimitedRun>) =>
    counts
      .filter(
        ({ workflowId, tenantId, isBackfill }) =>
          workflowId === (of.workflowId ?? workflowId) &&
          tenantId === (of.tenantId ?? tenantId) &&
          isBackfill === (of.isBackfill ?? isBackfill),
      )
      .reduce((sum, { count }) => sum + count, 0);
  const here = {
    runs: countOf(held, {}),
    backfills: countOf(held, { isBackfill: true }),
  };
  const full = new Admission(limits, held, here, workers).refusal(run);
  if (full) return full;
  const all = new Admission(limits, [...held, ...waiting], here, workers);
  return all.room(run) < 0 ? all.refusal(run)! : null;
}

/** A blocked reason that names a limit. */
export function limitReason(limit: Limit): string {
  return `limit: ${limit}`;
}
