import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { DatabaseRow } from '../queries/DatabaseRow';
import { headOf } from '../readers/LogEvent';
import { LiveLists } from './LiveLists';
import { Paced, upTo } from './Paced';
import { PastReader } from './PastReader';
import { UpdateReader } from './UpdateReader';
import { SharedUpdate } from './SharedUpdate';

/** How often the log is read although nothing told the hub to, in milliseconds. */
const POLL_MS = 1_000;
/**
 * From one reading to the next: where nothing was read lately, one begins at once; where much happens, what comes
 * meanwhile is read together. It bounds what the database is asked, whatever happens and however many watch; and one that
 * is slow, because others need it, is asked less often.
 */
const PACE = upTo(1 / 2, { leastMs: 8, mostMs: 40 });
/** Events read at once. */
const BATCH = 500;

/** How far something was told: positions of the log. */
export interface Scanned {
  /** All that runs are about. */
  runs: number;
  /** All that lists are about; they take a little longer. */
  lists: number;
}

/** Somebody who watches runs, a list, or both. */
export interface Watcher {
  /** @param position - of the update's last event; null where it has none: lines or progress */
  updated(update: SharedUpdate, position: number | null): void;
  /** A run is not there any more. */
  gone(runId: string): void;
  /** What has happened to a run, up to a position, could not be read. */
  lost(runId: string, position: number | null): void;
  /** All was told up to there. */
  scanned(scanned: Scanned): void;
}

/** What tells the hub that there is something to read. */
export interface LiveSources {
  onCommit(listener: () => void): () => void;
  onFlush(listener: (runIds: string[]) => void): () => void;
  /** Another backend has written events, or lines and progress. */
  onNotice?(listener: (what: 'events' | 'lines') => void): () => void;
}

/**
 * Fans the log out to whoever watches: one tail of the log in each backend, and one reading of what has
 * changed, however many watch. It starts at the head and keeps no cursor.
 */
export class LiveHub {
  readonly lists: LiveLists;
  readonly updates: UpdateReader;
  readonly past: PastReader;
  readonly #watchers = new Set<Watcher>();
  readonly #ofRuns = new Map<string, Set<Watcher>>();
  /** What is not in the log to tail, lines and progress, shows in the version of `run_live`. */
  readonly #versions = new Map<string, string>();
  /** Runs whose versions are to be looked at; `all` where it is not known of which. */
  #flushed: Set<string> | 'all' = new Set();
  readonly #unsubscribe: (() => void)[] = [];
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #ready: Promise<void> | undefined;
  #isFollowing = false;
  readonly #tail = new Paced(
    PACE,
    () => this.#readOn(),
    // The next poll reads on from the same position: nothing is missed.
    error =>
      this.#stopped ||
      this.options.logger.warn(`Live updates are delayed: ${error}`),
  );
  #stopped = false;

  constructor(
    private readonly options: {
      knex: Knex;
      runs: RunQueries;
      details: RunDetailQueries;
      logger: LoggerService;
    },
  ) {
    this.updates = new UpdateReader(options);
    this.past = new PastReader({ ...options, updates: this.updates });
    this.lists = new LiveLists({
      ...options,
      updates: this.updates,
      onTold: () => this.#tellScanned(),
    });
  }

  /** Lets the hub know at once of what has been written. */
  listenTo(sources: LiveSources): void {
    this.#unsubscribe.push(
      sources.onCommit(() => this.#wake()),
      sources.onFlush(runIds => {
        const watched = runIds.filter(runId => this.#ofRuns.has(runId));
        if (watched.length === 0) return;
        if (this.#flushed !== 'all')
          watched.forEach(runId => (this.#flushed as Set<string>).add(runId));
        this.#wake();
      }),
    );
    if (!sources.onNotice) return;
    this.#unsubscribe.push(
      sources.onNotice(what => {
        if (what === 'lines') this.#flushed = 'all';
        this.#wake();
      }),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#rest();
    this.lists.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#watchers.clear();
    this.#ofRuns.clear();
  }

  /** Where the log ends. */
  async head(): Promise<number> {
    return headOf(this.options.knex);
  }

  /** Watches runs, or none of them; settles once nothing that happens from now on can be missed. */
  async watch(
    runIds: readonly string[],
    watcher: Watcher,
  ): Promise<() => void> {
    this.#watchers.add(watcher);
    for (const runId of runIds) {
      const watchers = this.#ofRuns.get(runId) ?? new Set();
      this.#ofRuns.set(runId, watchers.add(watcher));
    }
    const leave = () => this.#leave(runIds, watcher);
    try {
      await this.#follow();
      const fresh = runIds.filter(runId => !this.#versions.has(runId));
      const versions = await this.past.versions(fresh);
      for (const [runId, version] of versions) {
        if (this.#ofRuns.has(runId)) this.#versions.set(runId, version);
      }
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Runs that somebody watches here. */
  get watched(): string[] {
    return [...this.#ofRuns.keys()];
  }

  #leave(runIds: readonly string[], watcher: Watcher): void {
    this.#watchers.delete(watcher);
    for (const runId of runIds) {
      const watchers = this.#ofRuns.get(runId);
      if (!watchers?.delete(watcher) || watchers.size > 0) continue;
      this.#ofRuns.delete(runId);
      this.#versions.delete(runId);
    }
    if (this.#watchers.size === 0) this.#rest();
  }

  #follow(): Promise<void> {
    this.#ready ??= this.#start().catch(error => {
      // The next one who comes tries again.
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  /** Nobody watched until now: what happened before is not the tail's. */
  async #start(): Promise<void> {
    // A tail of those who watched before would move the position.
    await this.#tail.idle();
    this.#position = await headOf(this.options.knex);
    if (this.#stopped) return;
    this.lists.startAt(this.#position);
    this.#isFollowing = true;
    this.#timer = setInterval(() => {
      this.#flushed = 'all';
      this.#wake();
    }, POLL_MS);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#tail.rest();
    this.#isFollowing = false;
    this.#ready = undefined;
  }

  #wake(): void {
    if (this.#isFollowing) this.#tail.wake();
  }

  /** One at a time, so that a reader never gets an older state after a newer one. */
  async #readOn(): Promise<void> {
    while (this.#isFollowing) {
      const rows: DatabaseRow[] = await this.options
        .knex('run_events')
        .where('position', '>', this.#position)
        .orderBy('position')
        .limit(BATCH);
      const changes = new Map<string, DatabaseRow[]>();
      for (const row of rows) {
        if (!this.#ofRuns.has(row.run_id)) continue;
        const ofRun = changes.get(row.run_id);
        if (ofRun) ofRun.push(row);
        else changes.set(row.run_id, [row]);
      }
      await this.#publish(changes);
      if (rows.length > 0) {
        this.#position = Number(rows[rows.length - 1].position);
        this.lists.changed(rows, this.#position);
        this.#tellScanned();
      }
      if (rows.length < BATCH) break;
    }
    await this.#publishLinesAndProgress();
  }

  async #publishLinesAndProgress(): Promise<void> {
    const flushed = this.#flushed;
    if (flushed !== 'all' && flushed.size === 0) return;
    this.#flushed = new Set();
    const watched = [...(flushed === 'all' ? this.#ofRuns.keys() : flushed)];
    const live = await this.options.details.live(watched);
    const changes = new Map<string, DatabaseRow[]>();
    for (const runId of watched) {
      const known = this.#versions.get(runId);
      // One that has none was deleted.
      if (known !== undefined && known !== live.get(runId)?.version)
        changes.set(runId, []);
    }
    await this.#publish(changes);
  }

  async #publish(changes: ReadonlyMap<string, DatabaseRow[]>): Promise<void> {
    if (changes.size === 0) return;
    const updates = await this.updates.read(changes);
    for (const [runId, rows] of changes)
      this.#tell(runId, rows, updates.get(runId));
  }

  #tell(
    runId: string,
    rows: DatabaseRow[],
    update: SharedUpdate | Error | undefined,
  ): void {
    const watchers = [...(this.#ofRuns.get(runId) ?? [])];
    const last = rows.at(-1);
    const position = last ? Number(last.position) : null;
    if (update instanceof Error) {
      // Not again until something else happens to it.
      this.#versions.delete(runId);
      watchers.forEach(watcher => watcher.lost(runId, position));
    } else if (!update) {
      this.#versions.delete(runId);
      watchers.forEach(watcher => watcher.gone(runId));
    } else {
      if (watchers.length > 0) this.#versions.set(runId, update.run.version);
      watchers.forEach(watcher => watcher.updated(update, position));
    }
  }

  #tellScanned(): void {
    const scanned = { runs: this.#position, lists: this.lists.position };
    for (const watcher of this.#watchers) watcher.scanned(scanned);
  }
}
