import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RunUpdate } from 'backstage-plugin-workflow-runs-common';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord, toEvent } from '../queries/toWire';

/** How often the log is read although nothing told the hub to, in milliseconds. */
const POLL_MS = 1_000;
/** Events read at once. */
const BATCH = 500;

/** An update before it is made for one reader. */
export type SharedUpdate = Omit<RunUpdate, 'run'> & { run: RunRecord };

/** Gets updates of a run; `position` is where to resume behind, null for what has none. */
export type UpdateListener = (message: {
  position: number | null;
  update: SharedUpdate | undefined;
}) => void;

/**
 * Fans the log out to whoever watches runs: one tail of the log in each backend, and one reading of
 * each changed run, however many watch. It starts at the head and keeps no cursor.
 */
export class LiveHub {
  readonly #listeners = new Map<string, Set<UpdateListener>>();
  readonly #logSequences = new Map<string, string>();
  readonly #unsubscribe: (() => void)[] = [];
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #ready: Promise<void> | undefined;
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
        const watched = runIds.filter(runId => this.#listeners.has(runId));
        if (watched.length > 0)
          void this.#guard(() => this.#publishLive(watched));
      }),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#rest();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#listeners.clear();
  }

  /** Position of the log's last event. */
  async head(): Promise<number> {
    const row = await this.options
      .knex('log_head')
      .where({ id: 1 })
      .first('position');
    return Number(row.position);
  }

  /** Watches a run; settles once nothing that happens from now on can be missed. */
  async subscribe(
    runId: string,
    listener: UpdateListener,
  ): Promise<() => void> {
    const listeners = this.#listeners.get(runId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(runId, listeners);
    this.#ready ??= this.#follow();
    await this.#ready;
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.#listeners.delete(runId);
      this.#logSequences.delete(runId);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  /** What has happened to a run behind a position, oldest first, in updates of a bearable size. */
  async *since(runId: string, position: number): AsyncGenerator<SharedUpdate> {
    for (let after = position; ; ) {
      const rows = await this.options
        .knex('run_events')
        .where({ run_id: runId })
        .where('position', '>', after)
        .orderBy('position')
        .limit(BATCH);
      const update = await this.#build(runId, rows);
      if (update) yield update;
      if (!update || rows.length < BATCH) return;
      after = Number(rows[rows.length - 1].position);
    }
  }

  /** Nobody watched until now: what happened before is not the tail's. */
  async #follow(): Promise<void> {
    this.#position = await this.head();
    this.#timer = setInterval(() => this.#wake(), POLL_MS);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#ready = undefined;
  }

  #wake(): void {
    if (!this.#ready || this.#stopped) return;
    if (this.#tailing) {
      this.#again = true;
      return;
    }
    this.#tailing = this.#guard(() => this.#tail()).finally(() => {
      this.#tailing = undefined;
      if (this.#again) {
        this.#again = false;
        this.#wake();
      }
    });
  }

  async #tail(): Promise<void> {
    for (;;) {
      const rows = await this.options
        .knex('run_events')
        .where('position', '>', this.#position)
        .orderBy('position')
        .limit(BATCH);
      if (rows.length > 0)
        this.#position = Number(rows[rows.length - 1].position);
      const byRun = new Map<string, Record<string, any>[]>();
      for (const row of rows) {
        if (!this.#listeners.has(row.run_id)) continue;
        byRun.set(row.run_id, [...(byRun.get(row.run_id) ?? []), row]);
      }
      for (const [runId, events] of byRun) await this.#publish(runId, events);
      if (rows.length < BATCH) break;
    }
    await this.#publishForeignLogs();
  }

  /** Lines and progress that another backend has written: they are in no log to tail. */
  async #publishForeignLogs(): Promise<void> {
    const watched = [...this.#listeners.keys()];
    const rows = await this.options
      .knex('run_live')
      .whereIn('run_id', watched)
      .select('run_id', 'log_sequence', 'updated_at');
    const changed = rows.filter(({ run_id, log_sequence, updated_at }) => {
      const version = `${log_sequence}@${updated_at}`;
      const known = this.#logSequences.get(run_id);
      this.#logSequences.set(run_id, version);
      return known !== undefined && known !== version;
    });
    if (changed.length > 0)
      await this.#publishLive(changed.map(({ run_id }) => run_id));
  }

  async #publishLive(runIds: string[]): Promise<void> {
    for (const runId of runIds) await this.#publish(runId, []);
  }

  async #publish(runId: string, events: Record<string, any>[]): Promise<void> {
    const update = await this.#build(runId, events);
    const position =
      events.length > 0 ? Number(events[events.length - 1].position) : null;
    for (const listener of this.#listeners.get(runId) ?? [])
      listener({ position, update });
  }

  /** Whole rows of what the events touched, and of what is under way and may have progressed. */
  async #build(
    runId: string,
    rows: Record<string, any>[],
  ): Promise<SharedUpdate | undefined> {
    const { runs, details } = this.options;
    const [run] = await runs.getMany([runId]);
    if (!run) return undefined;
    const changed = new Set<string>(
      rows.flatMap(({ step_key }) => (step_key === null ? [] : [step_key])),
    );
    const current = run.currentSteps.map(({ stepKey }) => stepKey);
    return {
      run,
      steps: await details.stepsByKey(runId, [
        ...new Set([...changed, ...current]),
      ]),
      attempts: await details.attemptsOfSteps(runId, [...changed]),
      events: rows.map(toEvent),
      logSequence: await details.logSequence(runId),
    };
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The next poll reads on from the same position: nothing is missed.
      if (!this.#stopped)
        this.options.logger.warn(`Live updates are delayed: ${error}`);
    }
  }
}
