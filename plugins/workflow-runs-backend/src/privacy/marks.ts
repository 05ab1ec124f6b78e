/** What stands in place of a value; the kind says what it was. */
export const redacted = (kind: string) => `[redacted:${kind}]`;

const KIND = '[a-z][a-z0-9_]{0,39}';
const MARK = `\\[(?:redacted:${KIND}|hashed:${KIND}:[0-9a-f]{16}|token:${KIND}:[0-9a-f]{24})\\]`;
const ANY = new RegExp(MARK, 'g');
const WHOLE = new RegExp(`^${MARK}$`);

/** Whether a value has been treated already. */
export function isMark(text: string): boolean {
  return text.startsWith('[') && WHOLE.test(text);
}

/** Where a mark stands in a text. */
export interface Mark {
  start: number;
  end: number;
}

/** Where in a text something has been treated already, in its order. */
export function marksIn(text: string): Mark[] {
  return Array.from(text.matchAll(ANY), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

/** What a mark may say that a value was. */
export function kindOf(name: string): string {
  const kind = name
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
  return kind || 'value';
}
