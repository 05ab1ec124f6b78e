import { RunStreamFrame } from 'backstage-plugin-workflow-runs-common';

interface Stream {
  runId: string;
  frames: RunStreamFrame[];
  /** Undefined while it is open, null once it has ended in good order. */
  end: Error | null | undefined;
  wake: () => void;
}

/** The open streams of a fake backend. @public */
export class FakeStreams {
  private readonly streams = new Set<Stream>();

  /** How many streams of a run are open. */
  count(runId: string): number {
    return [...this.streams].filter(stream => stream.runId === runId).length;
  }

  /** Sends a frame to all who watch a run. */
  send(runId: string, frame: RunStreamFrame): void {
    for (const stream of this.of(runId)) {
      stream.frames.push(frame);
      stream.wake();
    }
  }

  /** Ends the streams of a run; with an error they break. */
  end(runId: string, error: Error | null = null): void {
    for (const stream of this.of(runId)) {
      stream.end = error;
      stream.wake();
    }
  }

  async *open(
    runId: string,
    signal?: AbortSignal,
  ): AsyncGenerator<RunStreamFrame, void, void> {
    const stream: Stream = {
      runId,
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

  private of(runId: string): Stream[] {
    return [...this.streams].filter(stream => stream.runId === runId);
  }
}
