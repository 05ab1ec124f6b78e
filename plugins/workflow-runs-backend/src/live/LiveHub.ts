import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RunUpdate } from 'backstage-plugin-workflow-runs-common';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunRecord } from '../queries/runToWire';
import { toEvent } from '../queries/recordsToWire';

/** How often the log is read although nothing told the hub to, in milliseconds. */
const POLL_MS = 1_000;
/** Events read at once. */
const BATCH = 500;

/** An update before it is made for one reader. */
export type SharedUpdate = Omit<RunUpdate, 'run'> & { run: RunRecord };

/** Somebody who watches a run. */
export interface RunWatcher {
  /** @param position - of the update's last event; null where it has none: lines or progress */
  updated(update: SharedUpdate, position: number | null): void;
  /** The run is not there any more. */
  gone(): void;
  /** Something could not be told: read again from where you are. */
  lost(): void;
}

/**
 * Fans the log out to whoever watches runs: one tail of the log in each backend, and one reading of
 * each changed run, however many watch. It starts at the head and keeps no cursor.
 */
export class LiveHub {
  readonly #watchers = new Map<string, Set<RunWatcher>>();
  /** What is not in the log to tail, lines and progress, shows in the version of `run_live`. */
  readonly #versions = new Map<string, string>();
  readonly #unsubscribe: (() => void)[] = [];
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #ready: Promise<void> | undefined;
  #isFollowing = false;
  #tailing: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    private readonly options: {
      knex: Knex;
      runs: RunQueries;
      details: RunDetailQueries;
      logger: LoggerService;
    },
  ) {}

  /** Lets the hub know at once of what this process has written. */
  listenTo(sources: {
    onCommit(listener: () => void): () => void;
    onFlush(listener: (runIds: string[]) => void): () => void;
  }): void {
    this.#unsubscribe.push(
      sources.onCommit(() => this.#wake()),
      sources.onFlush(runIds => {
        if (runIds.some(runId => this.#watchers.has(runId))) this.#wake();
      }),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#rest();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#watchers.clear();
  }

  /**
   * Whether the log holds all that has happened to a run behind a position.
   *
   * @param runPosition - place of an event of the run that was recorded
   */
  async holds(position: number, runPosition: number): Promise<boolean> {
    if (position > (await this.#head())) return false;
    if (runPosition <= position) return true;
    const first = await this.options
      .knex('run_events')
      .orderBy('position')
      .first('position');
    return first !== undefined && Number(first.position) <= position + 1;
  }

  /** Watches a run; settles once nothing that happens from now on can be missed. */
  async watch(runId: string, watcher: RunWatcher): Promise<() => void> {
    const watchers = this.#watchers.get(runId) ?? new Set();
    watchers.add(watcher);
    this.#watchers.set(runId, watchers);
    const leave = () => this.#leave(runId, watcher);
    try {
      await this.#follow();
      if (!this.#versions.has(runId)) {
        const { version } = await this.options.details.live(runId);
        this.#versions.set(runId, version);
      }
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /**
   * What has happened to a run behind a position, oldest first, in updates of a bearable size; one
   * without events where nothing has, none where there is no such run.
   */
  async *since(runId: string, position: number): AsyncGenerator<SharedUpdate> {
    const events = () => this.options.knex('run_events').where('run_id', runId);
    // A run's events are indexed by number, which grows with the position.
    const last = await events()
      .where('position', '<=', position)
      .orderBy('number', 'desc')
      .first('number');
    for (let number: number = last?.number ?? 0; ; ) {
      const rows = await events()
        .where('number', '>', number)
        .orderBy('number')
        .limit(BATCH);
      const update = await this.#build(runId, rows);
      if (update) yield update;
      if (!update || rows.length < BATCH) return;
      number = rows[rows.length - 1].number;
    }
  }

  #leave(runId: string, watcher: RunWatcher): void {
    const watchers = this.#watchers.get(runId);
    if (!watchers?.delete(watcher) || watchers.size > 0) return;
    this.#watchers.delete(runId);
    this.#versions.delete(runId);
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
    await this.#tailing;
    this.#position = await this.#head();
    if (this.#stopped) return;
    this.#isFollowing = true;
    this.#timer = setInterval(() => this.#wake(), POLL_MS);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#isFollowing = false;
    this.#ready = undefined;
  }

  /** Position of the log's last event. */
  async #head(): Promise<number> {
    const row = await this.options
      .knex('log_head')
      .where({ id: 1 })
      .first('position');
    return Number(row.position);
  }

  /** One tail at a time, so that a reader never gets an older state after a newer one. */
  #wake(): void {
    if (!this.#isFollowing) return;
    if (this.#tailing) {
      this.#again = true;
      return;
    }
    this.#tailing = this.#tail()
      .catch(error => {
        // The next poll reads on from the same position: nothing is missed.
        if (!this.#stopped)
          this.options.logger.warn(`Live updates are delayed: ${error}`);
      })
      .finally(() => {
        this.#tailing = undefined;
        if (this.#again) {
          this.#again = false;
          this.#wake();
        }
      });
  }

  async #tail(): Promise<void> {
    while (this.#isFollowing) {
      const rows = await this.options
        .knex('run_events')
        .where('position', '>', this.#position)
        .orderBy('position')
        .limit(BATCH);
      const byRun = new Map<string, DatabaseRow[]>();
      for (const row of rows) {
        if (!this.#watchers.has(row.run_id)) continue;
        byRun.set(row.run_id, [...(byRun.get(row.run_id) ?? []), row]);
      }
      for (const [runId, events] of byRun) await this.#publish(runId, events);
      if (rows.length > 0)
        this.#position = Number(rows[rows.length - 1].position);
      if (rows.length < BATCH) break;
    }
    await this.#publishLinesAndProgress();
  }

  async #publishLinesAndProgress(): Promise<void> {
    const watched = [...this.#watchers.keys()];
    const versions = await this.options.details.liveVersions(watched);
    for (const runId of watched) {
      const known = this.#versions.get(runId);
      // One that has none was deleted.
      if (known !== undefined && known !== versions.get(runId))
        await this.#publish(runId, []);
    }
  }

  /** A run that cannot be read must not hold up the others: its readers come again. */
  async #publish(runId: string, rows: DatabaseRow[]): Promise<void> {
    const position =
      rows.length > 0 ? Number(rows[rows.length - 1].position) : null;
    let tell: (watcher: RunWatcher) => void;
    try {
      const update = await this.#build(runId, rows, version => {
        if (this.#watchers.has(runId)) this.#versions.set(runId, version);
      });
      tell = update
        ? watcher => watcher.updated(update, position)
        : watcher => watcher.gone();
    } catch (error) {
      this.options.logger.warn(`Readers of run ${runId} are cut off: ${error}`);
      tell = watcher => watcher.lost();
    }
    for (const watcher of [...(this.#watchers.get(runId) ?? [])]) tell(watcher);
  }

  /** Whole rows of what the events touched, and of what is under way and may have progressed. */
  async #build(
    runId: string,
    rows: DatabaseRow[],
    onVersion: (version: string) => void = () => {},
  ): Promise<SharedUpdate | undefined> {
    const { runs, details } = this.options;
    // First, so that whatever changes while the rest is read counts as new.
    const { version, logSequence } = await details.live(runId);
    const [run] = await runs.getMany([runId]);
    if (!run) return undefined;
    const changed = rows.flatMap(({ step_key }) => step_key ?? []);
    const current = run.currentSteps.map(({ stepKey }) => stepKey);
    const steps = await details.stepsByKey(runId, [
      ...new Set([...changed, ...current]),
    ]);
    const attempts = await details.attemptsFrom(runId, firstAttempts(rows));
    onVersion(version);
    return { run, steps, attempts, events: rows.map(toEvent), logSequence };
  }
}

/** The first attempt of each step that the events tell of; there may be thousands before it. */
function firstAttempts(rows: DatabaseRow[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { step_key, attempt } of rows) {
    if (step_key === null || attempt === null) continue;
    first.set(step_key, Math.min(attempt, first.get(step_key) ?? attempt));
  }
  return first;
}
