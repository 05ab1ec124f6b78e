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
}

/** The timers of a run that is held: what is stored of them, made to fire. */
export class RunTimers {
  readonly #timers = new Map<
    string,
    { timer: RunTimer; handle: NodeJS.Timeout | undefined }
  >();
  #suspended = false;

  constructor(
    private readonly fire: (timer: RunTimer) => void,
    private readonly now: () => number,
  ) {}

  set(timer: RunTimer): void {
    this.clear(timer);
    this.#timers.set(keyOf(timer), { timer, handle: this.#start(timer) });
  }

  clear(timer: Pick<RunTimer, 'kind' | 'step' | 'item'>): void {
    const key = keyOf(timer);
    clearTimeout(this.#timers.get(key)?.handle);
    this.#timers.delete(key);
  }

  /** Keeps what is due, for whoever claims the run next, but nothing fires. */
  suspend(): void {
    this.#suspended = true;
    for (const { handle } of this.#timers.values()) clearTimeout(handle);
  }

  clearAll(): void {
    this.suspend();
    this.#timers.clear();
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
    for (const [key, { timer }] of this.#timers) due.set(key, timer.dueAt);
    for (const change of changes) {
      if (change.dueAt === null) due.delete(keyOf(change));
      else due.set(keyOf(change), change.dueAt);
    }
    let first: number | null = null;
    for (const at of due.values())
      first = first === null ? at : Math.min(first, at);
    return first;
  }

  #start(timer: RunTimer): NodeJS.Timeout | undefined {
    if (this.#suspended) return undefined;
    const delay = Math.max(0, timer.dueAt - this.now());
    return delay > MAX_TIMEOUT_MS
      ? setTimeout(() => this.set(timer), MAX_TIMEOUT_MS)
      : setTimeout(() => this.fire(timer), delay);
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
