/** Longer words are known by their beginning. */
const MAX_WORD = 64;

/** Scripts that set no spaces: each character is a word, and a word of theirs is a phrase. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const WORD = new RegExp(
  String.raw`(?=[\p{L}\p{N}])[${UNSPACED}]|(?:(?![${UNSPACED}])[\p{L}\p{N}\p{M}])+`,
  'gu',
);
/** What a character that was cut in two leaves behind. */
const HALF = /\p{Surrogate}$/u;
const ACCENT = /[\u0300-\u036f]/g;

/**
 * The words of a text: letters and digits, in small letters without accents. Everything that is searched
 * goes through here, and everything that is searched for, so that it is the same on all databases: what
 * theirs make of `a-b`, `1.5` or `<a>` differs.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENT, '')
    .normalize('NFC');
  return (plain.match(WORD) ?? []).map(word =>
    word.length > MAX_WORD ? word.slice(0, MAX_WORD).replace(HALF, '') : word,
  );
}
