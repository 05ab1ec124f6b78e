import { Span } from 'backstage-plugin-workflow-runs-node';

const NOTHING: Span[] = [];

/**
 * What a global pattern finds and a check lets pass. `matchAll` would copy the pattern for each text, and
 * there are many texts.
 *
 * @param toSpan - by default, all that was found; undefined where it is nothing
 */
export function matches(
  text: string,
  pattern: RegExp,
  toSpan: (found: RegExpExecArray) => Span | undefined = whole,
): Span[] {
  let spans: Span[] | undefined;
  pattern.lastIndex = 0;
  for (
    let found = pattern.exec(text);
    found !== null;
    found = pattern.exec(text)
  ) {
    const span = toSpan(found);
    if (span) (spans ??= []).push(span);
  }
  return spans ?? NOTHING;
}

/** The same, for those that pass a check. */
export function matchesThat(
  text: string,
  pattern: RegExp,
  isReal: (found: string) => boolean,
): Span[] {
  return matches(text, pattern, found =>
    isReal(found[0]) ? whole(found) : undefined,
  );
}

function whole({ 0: { length }, index }: RegExpExecArray): Span {
  return { start: index, end: index + length };
}
