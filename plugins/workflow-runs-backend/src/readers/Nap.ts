/** A wait that can be cut short, and leaves no timer behind. */
export class Nap {
  #end: (() => void) | undefined;
  #isOver = false;

  async rest(ms: number): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#end = undefined;
  }

  /** Ends the rest under way, if there is one. */
  interrupt(): void {
    this.#end?.();
  }

  /** There is no rest any more. */
  end(): void {
    this.#isOver = true;
    this.interrupt();
  }
}
