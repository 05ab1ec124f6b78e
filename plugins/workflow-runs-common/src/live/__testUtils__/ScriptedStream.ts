import { LiveSource, Positioned } from '../LiveConnection';

/** Frames that a test sends, and what a stream of them was asked. */
export class ScriptedStream implements LiveSource<string, Positioned> {
  /** What each attempt wanted, and from where. */
  readonly asked: [wanted: string, after: number | undefined][] = [];
  /** When, in epoch milliseconds. */
  readonly askedAt: number[] = [];
  readonly received: Positioned[][] = [];
  readonly openings: (number | undefined)[] = [];
  /** Refuses whoever comes, from now on. */
  refusal: Error | undefined;
  /** Takes whoever comes, and says nothing: as behind a proxy that holds all back. */
  isHeldBack = false;
  /** Never answers whoever comes, and does not hear when they leave: as where no token can be had. */
  isDeaf = false;
  private current: Attempt | undefined;

  get isOpen(): boolean {
    return this.current !== undefined;
  }

  send(...frames: Positioned[]): void {
    this.current!.frames.push(...frames);
    this.current!.wake();
  }

  /** Ends what is open; with an error it breaks. */
  end(error: Error | null = null): void {
    this.current!.end = error;
    this.current!.wake();
  }

  opened = (_: string, after: number | undefined) => {
    this.openings.push(after);
  };
  receive = (frames: Positioned[]) => {
    this.received.push(frames);
  };

  async *open(
    wanted: string,
    { after, signal }: { after: number | undefined; signal: AbortSignal },
  ): AsyncGenerator<Positioned, void, void> {
    this.asked.push([wanted, after]);
    this.askedAt.push(Date.now());
    if (this.isDeaf) await new Promise<never>(() => {});
    if (this.refusal) throw this.refusal;
    const attempt: Attempt = {
      frames: this.isHeldBack ? [] : [{ type: 'heartbeat', position: after }],
      end: undefined,
      wake: () => {},
    };
    this.current = attempt;
    signal.addEventListener('abort', () => {
      attempt.end = new DOMException('Aborted', 'AbortError');
      attempt.wake();
    });
    try {
      for (;;) {
        yield* attempt.frames.splice(0);
        if (attempt.end) throw attempt.end;
        if (attempt.end === null) return;
        await new Promise<void>(resolve => {
          attempt.wake = resolve;
        });
      }
    } finally {
      if (this.current === attempt) this.current = undefined;
    }
  }
}

interface Attempt {
  frames: Positioned[];
  /** Undefined while it is open, null once it has ended in good order. */
  end: Error | null | undefined;
  wake: () => void;
}
