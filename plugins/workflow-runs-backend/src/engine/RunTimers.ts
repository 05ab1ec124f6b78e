import {
  TimerKind,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';

/** The longest that a timer of Node can wait; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** A timer that wakes a run. */
export interface RunTimer {
  kind: TimerKind;
  step: string;
  item: number;
  /** The attempt that it was set after; undefined where nobody knows any more. */
  attempt: number | undefined;
  dueAt: number;
  /** When the run is likely to end, where it is to be warned of before its time. */
  likelyAt?: number;
}

/**
 * The timers of a run that is held: what is stored of them, made to fire in the order in which they
 * are due, however late the process comes to it; of those due at the same time, the first that was set.
 */
export class RunTimers {
  readonly #timers = new Map<string, RunTimer>();
  /** Those that have not fired, as they come due. */
  readonly #waiting: RunTimer[] = [];
  #handle: NodeJS.Timeout | undefined;
  #suspended = false;

  constructor(
    private readonly fire: (timer: RunTimer) => void,
    private readonly now: () => number,
  ) {}

  set(timer: RunTimer): void {
    this.clear(timer);
    this.#timers.set(keyOf(timer), timer);
    const place = this.#placeBehind(timer.dueAt);
    this.#waiting.splice(place, 0, timer);
    if (place === 0) this.#watch();
  }

  /** Forgets a timer, whether or not it has fired. */
  clear(timer: { kind: string; step: string; item: number }): void {
    const key = keyOf(timer);
    const known = this.#timers.get(key);
    if (!known) return;
    this.#timers.delete(key);
    for (let at = this.#placeBehind(known.dueAt) - 1; at >= 0; at--) {
      if (this.#waiting[at].dueAt < known.dueAt) return;
      if (this.#waiting[at] !== known) continue;
      this.#waiting.splice(at, 1);
      return;
    }
  }

  /** Keeps what is due, for whoever claims the run next, but nothing fires. */
  suspend(): void {
    this.#suspended = true;
    clearTimeout(this.#handle);
  }

  clearAll(): void {
    this.suspend();
    this.#timers.clear();
    this.#waiting.length = 0;
  }

  /** When the first one is due, once these changes are made; null where none is left. */
  nextDue(
    changes: readonly {
      kind: string;
      step: string;
      item: number;
      dueAt: number | null;
    }[],
  ): number | null {
    const due = new Map<string, number>();
    for (const [key, { dueAt }] of this.#timers) due.set(key, dueAt);
    for (const change of changes) {
      if (change.dueAt === null) due.delete(keyOf(change));
      else due.set(keyOf(change), change.dueAt);
    }
    let first: number | null = null;
    for (const at of due.values())
      first = first === null ? at : Math.min(first, at);
    return first;
  }

  /** Has this object called when the first of those that wait is due; a timer too many does no harm. */
  #watch(): void {
    clearTimeout(this.#handle);
    if (this.#suspended || this.#waiting.length === 0) return;
    const delay = Math.max(0, this.#waiting[0].dueAt - this.now());
    this.#handle = setTimeout(
      () => this.#fireDue(),
      Math.min(delay, MAX_TIMEOUT_MS),
    );
  }

  /** What has fired is kept until it is cleared: it is due as long as nothing has followed from it. */
  #fireDue(): void {
    const now = this.now();
    while (!this.#suspended && (this.#waiting[0]?.dueAt ?? Infinity) <= now) {
      this.fire(this.#waiting.shift()!);
    }
    this.#watch();
  }

  /** Behind all that are due before, or at the same time. */
  #placeBehind(dueAt: number): number {
    let from = 0;
    let to = this.#waiting.length;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (this.#waiting[middle].dueAt <= dueAt) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function keyOf({
  kind,
  step,
  item,
}: {
  kind: string;
  step: string;
  item: number;
}): string {
  return `${kind} ${unitId(step, item)}`;
}
