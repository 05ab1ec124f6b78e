import type { LogLine } from 'backstage-plugin-workflow-runs-common';
import { backoffDelay } from 'backstage-plugin-workflow-runs-common';
import type { LogPage, ReadLog } from './logLines';

/** What tells that there may be more lines. */
export interface LogSource {
  /** No more lines will come. */
  readonly isOver: boolean;
  /** Another one whenever there may be lines that were not there before. */
  stamp(): string;
  /** @returns how to listen no more */
  subscribe(listener: () => void): () => void;
}

/** How reading is tried again when the server is away. */
export interface Persistence {
  /** Whether it is worth trying again after that. */
  isPassing(error: unknown): boolean;
  /** It has failed, and is tried again. */
  lost(error: unknown): void;
  /** It goes on. */
  found(): void;
  sleep(ms: number): Promise<void>;
  random(): number;
}

/**
 * The lines of a log, each once and in their order, until it is over. What is read goes on behind the last line,
 * so that a connection that was cut, or a server that was away, costs nothing but time.
 */
export async function* followLog(
  read: ReadLog,
  source: LogSource,
  persistence: Persistence,
  from: number,
): AsyncGenerator<LogLine[], void, void> {
  let after = from;
  for (;;) {
    // Asked before it is read: lines may come between both.
    const { isOver } = source;
    const stamp = source.stamp();
    const changed = nextChange(source);
    const page = await readOn(read, after, persistence);
    after = page.last;
    if (page.lines.length > 0) yield page.lines;
    if (page.isFull) {
      changed.forget();
      continue;
    }
    if (isOver) {
      changed.forget();
      return;
    }
    await untilMore(source, changed, stamp);
  }
}

async function readOn(
  read: ReadLog,
  after: number,
  persistence: Persistence,
): Promise<LogPage> {
  for (let failures = 0; ; ) {
    try {
      const page = await read(after);
      if (failures > 0) persistence.found();
      return page;
    } catch (error) {
      if (!persistence.isPassing(error)) throw error;
      failures += 1;
      const ms = backoffDelay(failures, persistence.random());
      persistence.lost(error);
      await persistence.sleep(ms);
    }
  }
}

interface Change {
  happened: Promise<void>;
  forget(): void;
}

function nextChange(source: LogSource): Change {
  let leave = () => {};
  const happened = new Promise<void>(resolve => {
    leave = source.subscribe(() => {
      leave();
      resolve();
    });
  });
  return { happened, forget: () => leave() };
}

/** Until there may be lines that were not there when it was read; of progress alone nothing is read. */
async function untilMore(
  source: LogSource,
  first: Change,
  stamp: string,
): Promise<void> {
  let change = first;
  for (;;) {
    await change.happened;
    if (source.isOver || source.stamp() !== stamp) return;
    change = nextChange(source);
  }
}
