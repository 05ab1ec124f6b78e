import {
  Json,
  LogLevel,
  StepProgress,
} from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';
import { LaneDatabase } from '../database/LaneDatabase';
import { Redactor } from '../privacy/Redactor';
import { retryingDeadlocks } from './CommitLane';

/** Twice a second is enough for the eye, and little for the database. */
const FLUSH_MS = 500;
/** Lines that one attempt may log; then one line says so, and the rest is dropped. */
const MAX_LINES_PER_ATTEMPT = 10_000;
/** Characters of one message, and of its fields as JSON. */
const MAX_MESSAGE = 16_000;
/** Characters that are looked at for secrets; what is longer is cut before and after. */
const MAX_SCANNED = 2 * MAX_MESSAGE;
const MAX_PROGRESS_MESSAGE = 500;

/** Which attempt speaks. */
export interface Speaker {
  runId: string;
  step: string;
  item: number;
  attempt: number;
}

interface Line extends Speaker {
  at: number;
  level: LogLevel;
  message: string;
  fields: Record<string, Json> | null;
}

/**
 * Writes what is no event of the log: lines that handlers log, and how far they say they are.
 * Both come in bursts, so they are gathered and written together.
 */
export class LiveWriter {
  #lines: Line[] = [];
  #progress = new Map<string, Speaker & { progress: StepProgress }>();
  readonly #lineCounts = new Map<string, number>();
  readonly #listeners = new Set<(runIds: string[]) => void>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  readonly #database: LaneDatabase;

  constructor(
    private readonly options: {
      database: LaneDatabase;
      redactor: Redactor;
      now: () => number;
      /** Hears that lines are lost; must not throw. */
      onError: (error: unknown) => void;
    },
  ) {
    this.#database = retryingDeadlocks(options.database);
  }

  log(
    speaker: Speaker,
    level: LogLevel,
    message: string,
    fields?: Record<string, Json>,
  ) {
    const counted = `${speaker.runId}/${speaker.step}/${speaker.item}/${speaker.attempt}`;
    const count = (this.#lineCounts.get(counted) ?? 0) + 1;
    this.#lineCounts.set(counted, count);
    if (count > MAX_LINES_PER_ATTEMPT + 1) return;
    const full = count > MAX_LINES_PER_ATTEMPT;
    this.#lines.push({
      ...speaker,
      at: this.options.now(),
      level: full ? 'warn' : level,
      message: full
        ? `This attempt has logged ${MAX_LINES_PER_ATTEMPT} lines; the rest is dropped`
        : this.#text(message, MAX_MESSAGE),
      fields: full || !fields ? null : this.#fields(fields),
    });
    this.#schedule();
  }

  progress(speaker: Speaker, progress: StepProgress) {
    this.#progress.set(`${speaker.runId}/${speaker.step}/${speaker.item}`, {
      ...speaker,
      progress: {
        ...progress,
        message:
          progress.message === null
            ? null
            : this.#text(progress.message, MAX_PROGRESS_MESSAGE),
      },
    });
    this.#schedule();
  }

  /** Handlers may log anything: what is no text is made one, and nothing is thrown at them. */
  #text(message: unknown, limit: number): string {
    let text: string;
    try {
      text = String(message);
    } catch {
      text = Object.prototype.toString.call(message);
    }
    return this.options.redactor
      .text(text.slice(0, MAX_SCANNED))
      .slice(0, limit);
  }

  #fields(fields: unknown): Record<string, Json> {
    try {
      const content = JSON.stringify(fields) ?? 'null';
      if (content.length > MAX_MESSAGE) {
        return {
          truncated: this.#text(content, MAX_MESSAGE),
        };
      }
      return this.options.redactor.json(JSON.parse(content)) as Record<
        string,
        Json
      >;
    } catch (error) {
      return { unwritable: this.#text((error as Error).message, 200) };
    }
  }

  /** Says that an attempt has ended: its lines need not be counted any more. */
  forget({ runId, step, item, attempt }: Speaker) {
    this.#lineCounts.delete(`${runId}/${step}/${item}/${attempt}`);
  }

  onFlush(listener: (runIds: string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Writes what has been gathered; afterwards everything said before is in the database, or lost.
   * It never fails: lines are worth less than the run that waits for them.
   */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  #schedule() {
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  async #write(): Promise<void> {
    const lines = this.#lines.splice(0);
    const progress = [...this.#progress.values()];
    this.#progress.clear();
    if (lines.length === 0 && progress.length === 0) return;

    const runIds = [
      ...new Set([...lines, ...progress].map(({ runId }) => runId)),
    ].sort();
    try {
      await this.#store(runIds, lines, progress);
      for (const listener of this.#listeners) listener(runIds);
    } catch (error) {
      this.options.onError(error);
    }
  }

  #store(
    runIds: string[],
    lines: Line[],
    progress: (Speaker & { progress: StepProgress })[],
  ) {
    const now = this.options.now();
    return this.#database.transaction(async tx => {
      // In the order in which the commit lanes lock them too; a run may have been deleted meanwhile.
      const locked = await tx.lock('run_live', 'run_id', runIds, ['run_id']);
      const known = new Set(locked.map(row => String(row.run_id)));
      const kept = lines.filter(({ runId }) => known.has(runId));
      const counts = new Map<string, number>();
      for (const { runId } of kept) {
        counts.set(runId, (counts.get(runId) ?? 0) + 1);
      }
      const live = await tx.update(
        'run_live',
        {
          keys: ['run_id'],
          set: ['updated_at'],
          add: ['log_sequence'],
          rows: [...known].map(run_id => ({
            run_id,
            updated_at: now,
            log_sequence: counts.get(run_id) ?? 0,
          })),
        },
        ['run_id', 'log_sequence'],
      );
      const next = new Map(
        live.map(row => {
          const runId = String(row.run_id);
          return [runId, Number(row.log_sequence) - (counts.get(runId) ?? 0)];
        }),
      );
      void tx.insert(
        'run_logs',
        kept.map(line => {
          const sequence = next.get(line.runId)! + 1;
          next.set(line.runId, sequence);
          return toRow(line, sequence);
        }),
      );
      if (progress.length === 0) return;
      void tx.update(
        'steps',
        {
          keys: ['run_id', 'step_key', 'item_index', 'status', 'attempts'],
          set: ['progress'],
          rows: progress.map(entry => ({
            run_id: entry.runId,
            step_key: entry.step,
            item_index: entry.item,
            // Progress that comes too late, of an attempt that has ended, changes nothing.
            status: 'running',
            attempts: entry.attempt,
            progress: JSON.stringify(entry.progress),
          })),
        },
        ['run_id'],
      );
    });
  }
}

function toRow(line: Line, sequence: number): Row {
  return {
    run_id: line.runId,
    sequence,
    at: line.at,
    level: line.level,
    step_key: line.step,
    item_index: line.item,
    attempt: line.attempt,
    message: line.message,
    fields: line.fields ? JSON.stringify(line.fields) : null,
  };
}
