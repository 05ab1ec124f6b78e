import { wordsOf } from './words';

/** Characters of a run that can be searched. */
const MAX_TEXT = 64 * 1024;
/** Words of it: PostgreSQL tells places apart up to 16,383. */
const MAX_WORDS = 16_000;

/** Stands between texts, so that no phrase goes from one to the next; no word is like it. */
export const BOUNDARY = '¶';

/** The words of a run, text by text, until there are enough. */
export class RunText {
  readonly words: string[] = [];
  #room = MAX_TEXT;

  get isFull(): boolean {
    return this.#room <= 0 || this.words.length >= MAX_WORDS;
  }

  add(text: string): void {
    if (this.isFull) return;
    if (this.words.length > 0) this.words.push(BOUNDARY);
    const words = wordsOf(text.slice(0, this.#room));
    for (const word of words.slice(0, MAX_WORDS - this.words.length)) {
      this.words.push(word);
    }
    this.#room -= text.length;
  }
}
