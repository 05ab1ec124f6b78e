import {
  Json,
  LogLevel,
  StepProgress,
} from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';
import { LaneDatabase } from '../database/LaneDatabase';
import { RunRedaction } from '../privacy/RunRedaction';
import { SplitSecrets } from '../privacy/SplitSecrets';
import { retryingDeadlocks } from './CommitLane';
import {
  asFields,
  asText,
  joinSplit,
  LogLine,
  nameOf,
  SaidProgress,
  shownLine,
  shownProgress,
  Speaker,
  toRow,
} from './logLines';

/** Twice a second is enough for the eye, and little for the database. */
const FLUSH_MS = 500;
/** A line that came just before the others are written waits once for what comes next: it may go on there. */
const HOLD_MS = 100;
/** Lines that one attempt may log; then one line says so, and the rest is dropped. */
const MAX_LINES_PER_ATTEMPT = 10_000;
export type { Speaker } from './logLines';

/** What is written together. */
interface Treated {
  lines: LogLine[];
  progress: SaidProgress[];
  /** What of it was tokenized. */
  tokens: Row[];
}

/**
 * Writes what is no event of the log: lines that handlers log, and how far they say they are.
 * Both come in bursts, so they are gathered and written together.
 */
export class LiveWriter {
  #lines: LogLine[] = [];
  readonly #splits = new Map<string, SplitSecrets>();
  #progress = new Map<string, SaidProgress>();
  readonly #lineCounts = new Map<string, number>();
  readonly #listeners = new Set<(runIds: string[]) => void>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  readonly #database: LaneDatabase;

  constructor(
    private readonly options: {
      database: LaneDatabase;
      redaction: Pick<RunRedaction, 'ofRun'>;
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
    at: number = this.options.now(),
  ) {
    const counted = nameOf(speaker);
    const count = (this.#lineCounts.get(counted) ?? 0) + 1;
    this.#lineCounts.set(counted, count);
    if (count > MAX_LINES_PER_ATTEMPT + 1) return;
    const full = count > MAX_LINES_PER_ATTEMPT;
    this.#lines.push({
      ...speaker,
      at,
      saidAt: performance.now(),
      level: full ? 'warn' : level,
      message: full
        ? `This attempt has logged ${MAX_LINES_PER_ATTEMPT} lines; the rest is dropped`
        : asText(message),
      fields: full || !fields ? null : asFields(fields),
    });
    this.#schedule();
  }

  progress(speaker: Speaker, progress: StepProgress) {
    this.#progress.set(`${speaker.runId}/${speaker.step}/${speaker.item}`, {
      ...speaker,
      progress: {
        ...progress,
        message: progress.message === null ? null : asText(progress.message),
      },
    });
    this.#schedule();
  }

  /** Writes what an attempt that has ended has said; it says no more. */
  async finish(speaker: Speaker): Promise<void> {
    const name = nameOf(speaker);
    await this.#enqueue(line => nameOf(line) !== name);
    this.#lineCounts.delete(name);
    this.#splits.delete(name);
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
    return this.#enqueue(() => false);
  }

  #schedule() {
    this.#timer ??= setTimeout(() => void this.#enqueue(() => true), FLUSH_MS);
  }

  /** @param mayGoOn - whether a line may be continued by the next one of its attempt */
  #enqueue(mayGoOn: (line: LogLine) => boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(() => this.#write(mayGoOn));
    return this.#flushing;
  }

  async #write(mayGoOn: (line: LogLine) => boolean): Promise<void> {
    const lines = this.#take(mayGoOn);
    const progress = [...this.#progress.values()];
    this.#progress.clear();
    if (lines.length === 0 && progress.length === 0) return;

    const runIds = [
      ...new Set([...lines, ...progress].map(({ runId }) => runId)),
    ].sort();
    try {
      await this.#store(runIds, await this.#treat(runIds, lines, progress));
      for (const listener of this.#listeners) listener(runIds);
    } catch (error) {
      this.options.onError(error);
    }
  }

  /** What is to be written now; a line that may go on waits, once. */
  #take(mayGoOn: (line: LogLine) => boolean): LogLine[] {
    const young = performance.now() - HOLD_MS;
    const last = new Map(this.#lines.map(line => [nameOf(line), line]));
    const held = [...last.values()].filter(
      line => !line.wasHeld && line.saidAt > young && mayGoOn(line),
    );
    const waiting = new Set(held);
    const lines = this.#lines.filter(line => !waiting.has(line));
    for (const line of held) line.wasHeld = true;
    this.#lines = held;
    if (held.length > 0) this.#schedule();
    return lines;
  }

  async #treat(
    runIds: readonly string[],
    lines: readonly LogLine[],
    progress: readonly SaidProgress[],
  ): Promise<Treated> {
    const linesOf = byRun(lines);
    const progressOf = byRun(progress);
    const treated: Treated = { lines: [], progress: [], tokens: [] };
    for (const runId of runIds) {
      let joined: LogLine[] | undefined;
      try {
        const { value, tokens } = await this.options.redaction.ofRun(
          runId,
          redactor => {
            joined ??= joinSplit(
              linesOf.get(runId) ?? [],
              speaker => this.#splitsOf(speaker),
              redactor,
            );
            return {
              lines: joined.map(line => shownLine(line, redactor)),
              progress: (progressOf.get(runId) ?? []).map(said =>
                shownProgress(said, redactor),
              ),
            };
          },
        );
        treated.lines.push(...value.lines);
        treated.progress.push(...value.progress);
        treated.tokens.push(...tokens);
      } catch (error) {
        // What cannot be treated is not written; other runs have nothing to do with it.
        this.options.onError(error);
      }
    }
    return treated;
  }

  #splitsOf(speaker: Speaker): SplitSecrets {
    const name = nameOf(speaker);
    let splits = this.#splits.get(name);
    if (!splits) {
      splits = new SplitSecrets();
      this.#splits.set(name, splits);
    }
    return splits;
  }

  #store(runIds: string[], { lines, progress, tokens }: Treated) {
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
      const shown = tokens.filter(row => known.has(String(row.run_id)));
      if (shown.length > 0) {
        void tx.insertIfAbsent('privacy_tokens', ['run_id', 'id'], shown);
      }
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

function byRun<T extends Speaker>(said: readonly T[]): Map<string, T[]> {
  const runs = new Map<string, T[]>();
  for (const each of said) {
    const own = runs.get(each.runId);
    if (own) own.push(each);
    else runs.set(each.runId, [each]);
  }
  return runs;
}
