import {
  holdingTag,
  isEnded,
  PartClass,
  partClassSchema,
  RetentionClass,
  retentionClassSchema,
  RetentionHold,
  RetentionPolicy,
  RetentionScope,
  resolveRetention,
} from 'backstage-plugin-workflow-runs-common';

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** What decides how long a run is kept. Times are epoch milliseconds. */
export interface KeptRun extends RetentionScope {
  tags: readonly string[];
  queuedAt: number;
  /** Null while it goes on. */
  completedAt: number | null;
  needsIntervention: boolean;
  /** When parts of it were deleted; null where they were not. */
  deletedAt: Record<PartClass, number | null>;
}

/** Why a run stays. */
export interface Held {
  reason: RetentionHold;
  /** That of a legal hold. */
  tag: string | null;
}

/** What is to be done with a run. */
export type Verdict =
  | { kind: 'keep' }
  | { kind: 'held'; by: Held }
  /** It goes with all that belongs to it. */
  | { kind: 'purge' }
  /** These parts go, and it stays. */
  | { kind: 'parts'; parts: PartClass[] };

/** How long what is kept, as policies and tags of legal holds say it at one time. */
export class RetentionRules {
  readonly #known = new Map<string, Record<RetentionClass, number>>();

  constructor(
    private readonly policies: readonly RetentionPolicy[],
    private readonly holdTags: readonly string[],
  ) {}

  /** For how many days each class of such runs is kept. */
  daysOf({
    tenantId,
    workflow,
    status,
  }: RetentionScope): Record<RetentionClass, number> {
    const key = JSON.stringify([tenantId, workflow, status]);
    const known = this.#known.get(key);
    if (known) return known;
    const resolved = resolveRetention(this.policies, {
      tenantId,
      workflow,
      status,
    });
    const days = Object.fromEntries(
      retentionClassSchema.options.map(name => [
        name,
        resolved[name]?.days ?? Infinity,
      ]),
    ) as Record<RetentionClass, number>;
    this.#known.set(key, days);
    return days;
  }

  /** Runs that were queued after this time are kept with all their parts, whichever they are. */
  cutoff(now: number): number {
    const all = this.policies.flatMap(({ days: { audit: _, ...days } }) =>
      Object.values(days),
    );
    return now - Math.min(...all) * DAY_MS;
  }

  /** What holds a run back, whatever its age. */
  holdOf(run: KeptRun): Held | undefined {
    const tag = holdingTag(run.tags, this.holdTags);
    if (tag !== undefined) return { reason: 'legal_hold', tag };
    if (!isEnded(run.status) || run.completedAt === null)
      return { reason: 'not_ended', tag: null };
    if (run.needsIntervention)
      return { reason: 'needs_intervention', tag: null };
    return undefined;
  }

  /**
   * What is to be done with a run now. Its time begins with its end: one that goes on is only counted as held back
   * where it was queued for longer than ago than such runs are kept.
   */
  judge(run: KeptRun, now: number): Verdict {
    const days = this.daysOf(run);
    const since = run.completedAt ?? run.queuedAt;
    const isOver = (name: RetentionClass) => since + days[name] * DAY_MS <= now;
    const parts = partClassSchema.options.filter(
      part =>
        isOver(part) &&
        // What was repeated since has parts again.
        (run.deletedAt[part] ?? -Infinity) < since,
    );
    const isGoing = isOver('runs');
    if (!isGoing && (parts.length === 0 || run.completedAt === null))
      return { kind: 'keep' };
    const by = this.holdOf(run);
    if (by) return { kind: 'held', by };
    return isGoing ? { kind: 'purge' } : { kind: 'parts', parts };
  }

  /** When each class of a run that has ended is deleted; null for what is kept for ever, or held. */
  untilOf(run: KeptRun): Record<PartClass | 'runs', number> | null {
    if (run.completedAt === null || this.holdOf(run)) return null;
    const days = this.daysOf(run);
    const { completedAt } = run;
    return Object.fromEntries(
      [...partClassSchema.options, 'runs' as const].map(name => [
        name,
        completedAt + Math.min(days[name], days.runs) * DAY_MS,
      ]),
    ) as Record<PartClass | 'runs', number>;
  }
}
