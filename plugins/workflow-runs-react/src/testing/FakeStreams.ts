import {
  Run,
  RunFilter,
  RunStreamFrame,
  StreamFrame,
  StreamSubject,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { runsThatFit } from './fakeRunList';

interface Stream {
  runIds: ReadonlySet<string>;
  list: RunFilter | undefined;
  frames: StreamFrame[];
  /** Undefined while it is open, null once it has ended in good order. */
  end: Error | null | undefined;
  wake: () => void;
}

/** The open streams of a fake backend. @public */
export class FakeStreams {
  private readonly streams = new Set<Stream>();
  /** Runs that have changed, with their places in the log, oldest first. */
  private readonly changes: { place: number; run: Run }[] = [];
  private answered = 0;

  /** Where the log ends; what happens from now on is behind it. */
  place(): number {
    const places = this.changes.map(({ place }) => place);
    this.answered = Math.max(this.answered, ...places);
    return this.answered;
  }

  /** How many streams are open that tell of a run; of anything, where none is named. */
  count(runId?: string): number {
    return this.of(runId).length;
  }

  /** How many streams are open that tell of a list. */
  countLists(): number {
    return [...this.streams].filter(({ list }) => list).length;
  }

  /** Sends a frame to all who watch a run. */
  send(runId: string, frame: RunStreamFrame): void {
    for (const stream of this.of(runId)) push(stream, toFrame(runId, frame));
  }

  /** Tells all who watch lists of a run that has changed. */
  sendChange(run: Run): void {
    const place = Math.max(run.position, this.answered + 1);
    this.changes.push({ place, run });
    for (const stream of this.streams) {
      if (stream.list) push(stream, toChange(run, stream.list));
    }
  }

  /** Tells everybody up to where all was told. */
  sendPosition(position: number): void {
    for (const stream of this.streams) {
      push(stream, { type: 'heartbeat', position });
    }
  }

  /** Tells all who watch lists that they have to load them anew. */
  resetLists(): void {
    for (const stream of this.streams) {
      if (stream.list) push(stream, { type: 'reset', runId: null });
    }
  }

  /** Ends the streams that tell of a run, or all; with an error they break. */
  end(runId: string | undefined, error: Error | null = null): void {
    for (const stream of this.of(runId)) {
      stream.end = error;
      stream.wake();
    }
  }

  async *open(
    subject: StreamSubject,
    { after, signal }: { after?: number; signal?: AbortSignal },
  ): AsyncGenerator<StreamFrame, void, void> {
    const stream: Stream = {
      runIds: new Set(subject.runs?.map(({ id }) => id)),
      list: subject.list,
      frames: [{ type: 'heartbeat', position: null }],
      end: undefined,
      wake: () => {},
    };
    const { list } = subject;
    if (list && after !== undefined) {
      const missed = this.changes.filter(({ place }) => place > after);
      stream.frames.push(...missed.map(({ run }) => toChange(run, list)));
    }
    this.streams.add(stream);
    const abort = () => {
      stream.end = new DOMException('Aborted', 'AbortError');
      stream.wake();
    };
    signal?.addEventListener('abort', abort);
    try {
      for (;;) {
        yield* stream.frames.splice(0);
        if (stream.end) throw stream.end;
        if (stream.end === null) return;
        if (stream.frames.length === 0) {
          await new Promise<void>(resolve => {
            stream.wake = resolve;
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      this.streams.delete(stream);
    }
  }

  private of(runId: string | undefined): Stream[] {
    return [...this.streams].filter(
      ({ runIds }) => runId === undefined || runIds.has(runId),
    );
  }
}

function push(stream: Stream, frame: StreamFrame) {
  stream.frames.push(frame);
  stream.wake();
}

/** What a list is told of a run that has changed. */
function toChange(run: Run, list: RunFilter): StreamFrame {
  const fits = runsThatFit([run], toFilterQuery(list)).length > 0;
  return {
    type: 'runs',
    position: null,
    items: fits ? [run] : [],
    gone: fits ? [] : [run.id],
    isPartial: false,
  };
}

/** The frame of a stream of several runs that says the same. */
function toFrame(runId: string, frame: RunStreamFrame): StreamFrame {
  switch (frame.type) {
    case 'update':
    case 'reset':
    case 'gone':
      return { ...frame, runId };
    default:
      return frame;
  }
}
