/** Hears whether an attempt is alive, where its step asks for that. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param onSilence - called once when nothing was heard for so long */
  constructor(ms: number | undefined, onSilence: () => void) {
    this.#timer = ms === undefined ? undefined : setTimeout(onSilence, ms);
  }

  beat(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
