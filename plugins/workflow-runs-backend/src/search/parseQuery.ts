import { wordsOf } from './words';

/** Words that follow each other. */
export interface Phrase {
  words: string[];
  /** The last one may go on. */
  isPrefix: boolean;
}

/** What a text must hold, and what it must not. */
export interface TextQuery {
  required: Phrase[];
  excluded: Phrase[];
}

/** A shorter beginning is that of too many words. */
const MIN_PREFIX = 3;

/** A phrase in quotes, which need not be closed, or what stands between spaces; either may be excluded. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;

/**
 * Understands what somebody types: every word is required, `"…"` is a phrase, `-` before either excludes it,
 * and a word at the end may be the beginning of one. Everything else is taken as it is: what is
 * written with signs between, `INV-2026/7`, is a phrase. There is nothing that it does not understand.
 */
export function parseQuery(text: string): TextQuery {
  const query: TextQuery = { required: [], excluded: [] };
  const terms = [...text.trim().matchAll(TERM)];
  terms.forEach(([, minus, quoted, word], index) => {
    const words = wordsOf(quoted ?? word);
    if (words.length === 0) return;
    const isLast = index === terms.length - 1;
    const isPrefix =
      isLast &&
      !minus &&
      quoted === undefined &&
      words[words.length - 1].length >= MIN_PREFIX &&
      endsWithWord(word);
    (minus ? query.excluded : query.required).push({ words, isPrefix });
  });
  return query;
}

/** What was closed by a sign is no beginning: `done.` */
function endsWithWord(text: string): boolean {
  return /[\p{L}\p{N}\p{M}]$/u.test(text);
}
