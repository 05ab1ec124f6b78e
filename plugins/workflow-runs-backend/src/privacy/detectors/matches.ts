import { Span } from 'backstage-plugin-workflow-runs-node';

/** What a pattern finds and a check lets pass. */
export function matches(
  text: string,
  pattern: RegExp,
  isReal: (found: string) => boolean = () => true,
): Span[] {
  const spans: Span[] = [];
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (isReal(found)) spans.push({ start: index, end: index + found.length });
  }
  return spans;
}
