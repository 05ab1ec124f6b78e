import { isPassing } from '../states/describeError';
import { newIdempotencyKey } from './idempotencyKey';

/**
 * What is being asked of runs. What is asked again before the answer is there, wherever on the page,
 * gets the same answer; and after an answer that was lost it is asked with the same key, so that it
 * happens once.
 */
export class PendingActions {
  private readonly pending = new Map<string, Promise<unknown>>();
  private readonly keys = new Map<string, string>();

  /** Whether an answer is still awaited. */
  get isBusy(): boolean {
    return this.pending.size > 0;
  }

  /** @param name - what is asked of what, in which state: after that, it is another action */
  perform<T>(
    name: string,
    act: (idempotencyKey: string) => Promise<T>,
  ): Promise<T> {
    const underway = this.pending.get(name);
    if (underway) return underway as Promise<T>;

    const key = this.keys.get(name) ?? newIdempotencyKey();
    this.keys.set(name, key);
    const promise = act(key)
      .then(
        answer => {
          this.keys.delete(name);
          return answer;
        },
        error => {
          if (!isPassing(error)) this.keys.delete(name);
          throw error;
        },
      )
      .finally(() => this.pending.delete(name));
    this.pending.set(name, promise);
    return promise;
  }
}
