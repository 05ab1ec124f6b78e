import { every, Paced } from './Paced';

/** What is asked at once at most: more are asked in turn. */
const MOST = 200;
/** Who comes alone is answered at once; who comes within this time of others, together with them. In milliseconds. */
const PACE_MS = 25;

interface Waiting<Asked, Answer> {
  asked: Asked;
  settle: ((answer: Promise<Answer | undefined>) => void)[];
}

/**
 * Asks once for all who want to know something at about the same time, and later than any of them came. So a thousand who come
 * at once cost a few readings.
 */
export class Together<Asked, Answer> {
  readonly #waiting = new Map<string, Waiting<Asked, Answer>>();
  readonly #reading = new Paced(
    every(PACE_MS),
    () => this.#readAll(),
    // Whoever waits is told.
    () => {},
  );

  /** @param read - answers by key what was asked by key; nothing for what it does not know */
  constructor(
    private readonly read: (
      asked: ReadonlyMap<string, Asked>,
    ) => Promise<ReadonlyMap<string, Answer>>,
  ) {}

  /**
   * @param key - whoever asks by the same key asks for the same
   * @returns undefined where nothing is known of it
   */
  ask(key: string, asked: Asked): Promise<Answer | undefined> {
    return new Promise(resolve => {
      const others = this.#waiting.get(key);
      if (others) others.settle.push(resolve);
      else this.#waiting.set(key, { asked, settle: [resolve] });
      this.#reading.wake();
    });
  }

  async #readAll(): Promise<void> {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (let i = 0; i < all.length; i += MOST)
      await this.#answer(new Map(all.slice(i, i + MOST)));
  }

  async #answer(some: Map<string, Waiting<Asked, Answer>>): Promise<void> {
    const asked = new Map([...some].map(([key, each]) => [key, each.asked]));
    const answers = this.read(asked);
    const isAnswered = await answers.then(
      () => true,
      () => false,
    );
    for (const [key, waiting] of some) {
      // One of them may be to blame, and must not be so for the others.
      const answer =
        isAnswered || some.size === 1
          ? answers.then(all => all.get(key))
          : this.read(new Map([[key, waiting.asked]])).then(one =>
              one.get(key),
            );
      // Whoever waits hears of it; nobody may.
      answer.catch(() => {});
      for (const settle of waiting.settle) settle(answer);
      if (!isAnswered) await answer.catch(() => {});
    }
  }
}
