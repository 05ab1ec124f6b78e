/**
 * Units that may start as soon as there is room: first come, first served. A decision takes from the
 * front and adds to the back; both cost the same however many wait.
 *
 * @public
 */
export interface ReadyQueue {
  waiting: string[];
  /** How many at the front have been taken already. */
  taken: number;
}

/** How a decision changes the queue. @public */
export interface ReadyChange {
  taken: number;
  added: string[];
}

/** When the taken part is cut off; seldom, because it copies what is left. */
const COMPACT_AT = 1_000;

/** Applies a change in place. */
export function changeReady(queue: ReadyQueue, change: ReadyChange): void {
  for (const unit of change.added) queue.waiting.push(unit);
  queue.taken += change.taken;
  if (
    queue.taken === queue.waiting.length ||
    (queue.taken >= COMPACT_AT && queue.taken * 2 >= queue.waiting.length)
  ) {
    queue.waiting.splice(0, queue.taken);
    queue.taken = 0;
  }
}
