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
    for (const stream of this.streams) {
      if (!stream.list) continue;
      const fits = runsThatFit([run], toFilterQuery(stream.list)).length > 0;
      push(stream, {
        type: 'runs',
        position: null,
        items: fits ? [run] : [],
        gone: fits ? [] : [run.id],
        isPartial: false,
      });
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
    signal?: AbortSignal,
  ): AsyncGenerator<StreamFrame, void, void> {
    const stream: Stream = {
      runIds: new Set(subject.runs?.map(({ id }) => id)),
      list: subject.list,
      frames: [{ type: 'heartbeat', position: null }],
      end: undefined,
      wake: () => {},
    };
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
