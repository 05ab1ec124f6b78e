/** How many runs may be held at a time; where there is no number there is no limit. */
export interface RunLimits {
  runsPerBackend: number;
  /** On all backends together. */
  runsPerWorkflow?: number;
  /** On all backends together. */
  runsPerTenant?: number;
  /** The part of every limit that backfills may take: more than 0, and 1 at most. */
  backfillShare: number;
}

/** What a backend without configuration uses. */
export const DEFAULT_RUN_LIMITS: RunLimits = {
  runsPerBackend: 100,
  backfillShare: 0.5,
};

/** What limits look at in a run. */
export interface LimitedRun {
  workflowId: string;
  tenantId: string;
  isBackfill: boolean;
}

/** Runs that are alike to limits, and how many of them are held. */
export interface HeldCount extends LimitedRun {
  count: number;
}

/** Which limit keeps a run waiting. */
export type Limit = 'workflow' | 'tenant' | 'backend' | 'backfill';

/** Whether limits reach beyond one backend: then backends must not count at the same time. */
export function areShared(limits: RunLimits): boolean {
  return (
    limits.runsPerWorkflow !== undefined || limits.runsPerTenant !== undefined
  );
}

/** Backfills get one run at least of whatever there is: they are slow, and never shut out. */
export function backfillLimit(limit: number, share: number): number {
  return Math.max(1, Math.floor(limit * share));
}

/** Counts what is held against the limits, and says what else may be. */
export class Admission {
  readonly #counts = new Map<string, number>();

  /**
   * @param held - runs held on all backends, where limits are shared
   * @param here - those held by the backend, or the backends, that `runsPerBackend` is about
   */
  constructor(
    private readonly limits: RunLimits,
    held: readonly HeldCount[],
    here: { runs: number; backfills: number },
    private readonly backends = 1,
  ) {
    this.#counts.set('backend', here.runs);
    this.#counts.set('backend/backfill', here.backfills);
    for (const run of held) this.#count(run, run.count, ['workflow', 'tenant']);
  }

  /** How many runs like this one may still be held. */
  room(run: LimitedRun): number {
    return Math.min(...this.#scopesOf(run).map(({ room }) => room));
  }

  /** Which limit leaves no room for a run like this one. */
  refusal(run: LimitedRun): Limit | undefined {
    return this.#scopesOf(run).find(({ room }) => room <= 0)?.limit;
  }

  /** Counts a run as held, whether there is room or not. */
  add(run: LimitedRun): void {
    this.#count(run, 1, ['workflow', 'tenant', 'backend']);
  }

  #scopesOf(run: LimitedRun): { limit: Limit; room: number }[] {
    const { runsPerWorkflow, runsPerTenant, runsPerBackend, backfillShare } =
      this.limits;
    const scopes: [Exclude<Limit, 'backfill'>, number | undefined][] = [
      ['workflow', runsPerWorkflow],
      ['tenant', runsPerTenant],
      ['backend', runsPerBackend * this.backends],
    ];
    return scopes.flatMap(([limit, most]) => {
      if (most === undefined) return [];
      const name = nameOf(limit, run);
      const rooms = [{ limit: limit as Limit, room: most - this.#of(name) }];
      if (run.isBackfill) {
        const part = backfillLimit(most, backfillShare);
        rooms.push({
          limit: 'backfill',
          room: part - this.#of(`${name}/backfill`),
        });
      }
      return rooms;
    });
  }

  #count(
    run: LimitedRun,
    count: number,
    limits: readonly Exclude<Limit, 'backfill'>[],
  ) {
    for (const limit of limits) {
      const name = nameOf(limit, run);
      this.#counts.set(name, this.#of(name) + count);
      if (run.isBackfill) {
        this.#counts.set(
          `${name}/backfill`,
          this.#of(`${name}/backfill`) + count,
        );
      }
    }
  }

  #of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

function nameOf(limit: Limit, { workflowId, tenantId }: LimitedRun): string {
  if (limit === 'workflow') return `workflow ${workflowId}`;
  return limit === 'tenant' ? `tenant ${tenantId}` : 'backend';
}
