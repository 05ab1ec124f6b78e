/** As long as a frame of the screen: more often nobody could see it. */
const FRAME_MS = 16;

/**
 * Collects what arrives within one frame of the screen and hands it on at once, so that a burst of
 * changes is drawn one time.
 */
export class Batch<Item> {
  private items: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly handOn: (items: Item[]) => void) {}

  add(item: Item): void {
    this.items.push(item);
    // No animation frame: a tab that is hidden has none, and still reads on.
    this.timer ??= setTimeout(() => this.flush(), FRAME_MS);
  }

  /** Hands on what there is, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const items = this.items.splice(0);
    if (items.length > 0) this.handOn(items);
  }
}
