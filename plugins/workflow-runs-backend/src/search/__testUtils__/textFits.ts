import { Phrase, TextQuery } from '../parseQuery';
import { RunText } from '../RunText';

/** A text of some parts. */
export function textOf(parts: readonly string[]): RunText {
  const text = new RunText();
  for (const part of parts) text.add(part);
  return text;
}

/** What a query means, said once more and plainly. */
export function textFits({ words }: RunText, query: TextQuery): boolean {
  const has = ({ words: wanted, isPrefix }: Phrase) =>
    words.some((_, start) =>
      wanted.every((word, index) =>
        isPrefix && index === wanted.length - 1
          ? words[start + index]?.startsWith(word)
          : words[start + index] === word,
      ),
    );
  return query.required.every(has) && !query.excluded.some(has);
}
