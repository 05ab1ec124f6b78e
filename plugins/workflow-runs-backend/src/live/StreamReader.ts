import { Dialect } from './Dialect';
import { FrameWriter } from './FrameWriter';
import { Scanned, Watcher } from './LiveHub';
import { ListWatcher } from './LiveLists';
import { SharedUpdate } from './SharedUpdate';

/** What may wait for a reader who is told what was before; beyond it, the reader comes again. */
const MAX_WAITING = 5_000;

/** What a reader needs. */
export interface ReaderOptions {
  writer: FrameWriter;
  dialect: Dialect;
  /** Runs with the position of the last event of each that the reader has. */
  runs: ReadonlyMap<string, number>;
  hasList: boolean;
  /** JSON of an update; undefined where the reader may not see the run any more. */
  shown: (update: SharedUpdate) => string | undefined;
  /** An event has been sent, so many milliseconds after it was recorded. */
  delivered: (delayMs: number) => void;
  now: () => number;
}

/** One reader of runs and of a list: tells every event once, in order, and what happened before first. */
export class StreamReader implements Watcher, ListWatcher {
  readonly #positions: Map<string, number>;
  readonly #waiting: (() => void)[] = [];
  #isWaiting = true;
  #scanned: Scanned | undefined;
  #position: number | undefined;
  /** Something was told behind the last `id`. */
  #isUnmarked: boolean;

  constructor(private readonly options: ReaderOptions) {
    this.#positions = new Map(options.runs);
    const { hasOwnIds } = options.dialect;
    this.#isUnmarked = !hasOwnIds;
    if (hasOwnIds) [this.#position] = options.runs.values();
  }

  /** Where to resume; undefined as long as what was before is not told. */
  get position(): number | undefined {
    return this.#position;
  }

  updated(update: SharedUpdate, position: number | null): void {
    this.#when(() => this.#tell(update, position));
  }

  gone(runId: string): void {
    this.#when(() => this.#leave(runId));
  }

  listed(json: string): void {
    this.#when(() => {
      this.#isUnmarked = true;
      this.options.writer.write('runs', json);
    });
  }

  lost(runId: string, position: number | null): void {
    this.#when(() => {
      const { dialect, writer } = this.options;
      if (!this.#positions.has(runId)) return;
      dialect.lost(writer, runId);
      // What it loads anew is at least as new.
      if (position !== null) this.#positions.set(runId, position);
    });
  }

  /** It could not be read from the beginning. */
  lostBefore(runId: string): void {
    this.options.dialect.lost(this.options.writer, runId);
  }

  scanned(scanned: Scanned): void {
    this.#scanned = scanned;
    if (this.#isWaiting) return;
    const { runs, lists } = scanned;
    this.#moveTo(this.options.hasList ? lists : runs);
  }

  positionOf(runId: string): number {
    return this.#positions.get(runId) ?? 0;
  }

  /** The reader was told to load the run anew: all up to the position is in what it loads. */
  startAt(runId: string, position: number): void {
    this.#positions.set(runId, position);
  }

  /** It was gone before anything was told of it. */
  goneBefore(runId: string): void {
    this.#leave(runId);
  }

  /** Tells what happened before; what happens meanwhile waits. */
  tellPast(update: SharedUpdate): void {
    const position = update.events.at(-1)?.position;
    this.#send(update, position ?? this.#positions.get(update.run.id) ?? null);
  }

  /** All that happened before was told, up to a position; now comes what waits. */
  caughtUp(position: number): void {
    this.#isWaiting = false;
    for (const tell of this.#waiting.splice(0)) tell();
    this.#moveTo(position);
    if (this.#scanned) this.scanned(this.#scanned);
  }

  #when(tell: () => void): void {
    if (!this.#isWaiting) tell();
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(tell);
    else this.options.writer.cut();
  }

  #moveTo(position: number): void {
    this.#position = Math.max(position, this.#position ?? 0);
    if (!this.#isUnmarked) return;
    this.#isUnmarked = false;
    this.options.writer.write('heartbeat', '{}', this.#position);
  }

  #tell(update: SharedUpdate, position: number | null): void {
    const known = this.#positions.get(update.run.id);
    if (known === undefined) return;
    // The reader has caught up past this one, and knows newer states than it holds.
    const isOld =
      position === null ? update.run.position < known : position <= known;
    if (isOld) return;
    const events = update.events.filter(event => event.position > known);
    // What is the same for all is made once for all.
    const isWhole = events.length === update.events.length;
    this.#send(isWhole ? update : { ...update, events }, position);
    const { delivered, now } = this.options;
    for (const { recordedAt } of events)
      delivered(now() - Date.parse(recordedAt));
  }

  #send(update: SharedUpdate, position: number | null): void {
    const { writer, dialect, shown } = this.options;
    const runId = update.run.id;
    const json = shown(update);
    if (json === undefined) {
      this.#leave(runId);
      return;
    }
    writer.write('update', json, dialect.hasOwnIds ? position : undefined);
    if (position === null) return;
    this.#positions.set(runId, position);
    if (dialect.hasOwnIds) this.#position = position;
    else this.#isUnmarked = true;
  }

  #leave(runId: string): void {
    // Once: it may come that it is gone, and that it may not be seen.
    if (!this.#positions.delete(runId)) return;
    this.options.dialect.gone(this.options.writer, runId);
  }
}
