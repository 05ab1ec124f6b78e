import {
  Json,
  LogLevel,
  StepProgress,
} from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';
import { LaneDatabase } from '../database/LaneDatabase';
import { Redactor } from '../privacy/Redactor';

/** Twice a second is enough for the eye, and little for the database. */
const FLUSH_MS = 500;
/** Lines that one attempt may log; then one line says so, and the rest is dropped. */
const MAX_LINES_PER_ATTEMPT = 10_000;
/** Characters of one message. */
const MAX_MESSAGE = 16_000;

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

  constructor(
    private readonly options: {
      database: LaneDatabase;
      redactor: Redactor;
      now: () => number;
      onError: (error: unknown) => void;
    },
  ) {}

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
        : this.options.redactor.text(String(message)).slice(0, MAX_MESSAGE),
      fields:
        full || !fields
          ? null
          : (this.options.redactor.json(fields) as Record<string, Json>),
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
            : this.options.redactor.text(progress.message).slice(0, 500),
      },
    });
    this.#schedule();
  }

  /** Says that an attempt has ended: its lines need not be counted any more. */
  forget({ runId, step, item, attempt }: Speaker) {
    this.#lineCounts.delete(`${runId}/${step}/${item}/${attempt}`);
  }

  onFlush(listener: (runIds: string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes what has been gathered; afterwards everything said before is in the database. */
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

    try {
      await this.#store(lines, progress);
    } catch (error) {
      // Lines are worth less than the run: it must not stop because they cannot be written.
      this.options.onError(error);
      return;
    }
    const runIds = [
      ...new Set([...lines, ...progress].map(({ runId }) => runId)),
    ];
    for (const listener of this.#listeners) listener(runIds);
  }

  #store(lines: Line[], progress: (Speaker & { progress: StepProgress })[]) {
    const counts = new Map<string, number>();
    for (const { runId } of lines)
      counts.set(runId, (counts.get(runId) ?? 0) + 1);
    const now = this.options.now();
    return this.options.database.transaction(async tx => {
      const touched = new Set(
        [...lines, ...progress].map(({ runId }) => runId),
      );
      const live = await tx.update(
        'run_live',
        {
          keys: ['run_id'],
          set: ['updated_at'],
          add: ['log_sequence'],
          rows: [...touched].sort().map(run_id => ({
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
      await tx.insert(
        'run_logs',
        lines.map(line => {
          const sequence = next.get(line.runId)! + 1;
          next.set(line.runId, sequence);
          return toRow(line, sequence);
        }),
      );
      await tx.update(
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
