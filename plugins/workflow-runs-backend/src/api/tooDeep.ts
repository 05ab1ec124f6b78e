/** What JSON opens and closes; all else that counts is in strings. */
const OPENS = ['{', '['];
const CLOSES = ['}', ']'];

/**
 * Finds out, without recursion and without building anything, whether JSON is nested deeper than so many levels: a
 * parser that recurses gives up at such a text, and can say no more than that it is none.
 *
 * @returns name of the field of the body that is; undefined where none is. Empty where the body is no object
 */
export function fieldTooDeep(text: string, levels: number): string | undefined {
  let depth = 0;
  let field = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && /^\s*:/.test(text.slice(end, end + 20)))
        field = nameIn(text.slice(at, end));
      at = end - 1;
    } else if (OPENS.includes(sign)) {
      depth += 1;
      // The body itself is no level of a field.
      if (depth > levels + 1) return field;
    } else if (CLOSES.includes(sign)) depth -= 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Names of fields are short; what is none is not repeated. */
function nameIn(quoted: string): string {
  return /^"\w{1,40}"$/.test(quoted) ? quoted.slice(1, -1) : '';
}
