import { notifyManager } from '@tanstack/react-query';
import { Run, RunFilter } from 'backstage-plugin-workflow-runs-common';
import { coveringFilter } from './covering';

/** Rows that are drawn within one frame of the screen: more would hold up who scrolls or types. */
const ROWS_AT_ONCE = 5;
/** However many there are, they are drawn before the next ones come. */
const MOST_PARTS = 20;
const FRAME_MS = 16;
const NOTHING_GONE: ReadonlySet<string> = new Set();

/** What has changed among runs. */
export interface ListChange {
  /** As they are now. */
  items: readonly Run[];
  /** Those that fit what is streamed no longer, or may not be seen any more. */
  gone: ReadonlySet<string>;
}

/** A list of runs that somebody looks at. */
export interface ListWatcher {
  /** What is to be streamed for it; undefined where it makes do with what others stream. */
  filter: RunFilter | undefined;
  /** Up to which place in the log all is in the list; undefined where nobody knows. */
  knownTo(): number | undefined;
  change(change: ListChange): void;
  /** Anything may have changed. */
  reload(): void;
}

/** The lists that somebody looks at. */
export class LiveLists {
  /** Those who wait for a stream that tells of them. */
  private readonly waiting = new Set<ListWatcher>();
  private readonly watchers = new Set<ListWatcher>();

  private readonly untold: ListChange[] = [];
  private telling: ReturnType<typeof setTimeout> | undefined;
  /** Up to where the stream has told of all lists. */
  private position: number | undefined;

  /** @param changed - another list is wanted, perhaps */
  constructor(private readonly changed: () => void) {}

  /**
   * @returns how to leave, which says up to where the list was told of all; undefined where no stream
   *   has told it anything
   */
  watch(watcher: ListWatcher): () => number | undefined {
    this.watchers.add(watcher);
    if (watcher.filter) this.waiting.add(watcher);
    this.changed();
    return () => {
      while (this.untold.length > 0) this.tellNext();
      const isTold = watcher.filter && !this.waiting.has(watcher);
      this.watchers.delete(watcher);
      this.waiting.delete(watcher);
      this.changed();
      return isTold ? this.position : undefined;
    };
  }

  /** The one list to be streamed for all; undefined where nobody wants any. */
  filter(): RunFilter | undefined {
    const filters = [...this.watchers].flatMap(({ filter }) => filter ?? []);
    return filters.length > 0 ? coveringFilter(filters) : undefined;
  }

  /**
   * Behind which place the stream is to tell, so that nobody misses anything.
   *
   * @param told - up to where those are told who were there before
   */
  startFrom(told: number | undefined): number | undefined {
    const places = [...this.waiting].flatMap(each => each.knownTo() ?? []);
    if (told !== undefined) places.push(told);
    return places.length > 0 ? Math.min(...places) : undefined;
  }

  /**
   * The stream tells of all who have come, of what happens behind that place. A list of which more than
   * that is to be known is read once more.
   */
  isStreamed(after: number | undefined): void {
    const joined = [...this.waiting];
    this.waiting.clear();
    for (const watcher of joined) {
      const known = watcher.knownTo();
      const isWhole =
        after !== undefined && known !== undefined && known >= after;
      if (!isWhole) watcher.reload();
    }
  }

  /** All lists were told of all up to there. */
  toldTo(position: number): void {
    this.position = position;
  }

  /** Tells of a few rows at once and of the others in the next frames of the screen, in their order. */
  change(change: ListChange): void {
    this.untold.push(...inParts(change));
    if (!this.telling) this.tellNext();
  }

  reload(): void {
    for (const watcher of [...this.watchers]) watcher.reload();
  }

  private tellNext() {
    clearTimeout(this.telling);
    const next = this.untold.shift();
    this.telling = next && setTimeout(() => this.tellNext(), FRAME_MS);
    if (!next) return;
    notifyManager.batch(() => {
      for (const watcher of [...this.watchers]) watcher.change(next);
    });
  }
}

/** What no longer fits comes with the first part: it changes no row by itself. */
function inParts({ items, gone }: ListChange): ListChange[] {
  const size = Math.max(ROWS_AT_ONCE, Math.ceil(items.length / MOST_PARTS));
  const parts: ListChange[] = [{ items: items.slice(0, size), gone }];
  for (let start = size; start < items.length; start += size) {
    parts.push({ items: items.slice(start, start + size), gone: NOTHING_GONE });
  }
  return parts;
}
