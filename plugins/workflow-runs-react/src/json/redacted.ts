const MARKER =
  /\[(?:redacted:([a-z0-9_. -]{1,40})|hashed:([a-z0-9_]{1,40}):([0-9a-f]{8,64})|token:([a-z0-9_]{1,40}):([\w-]{4,64}))\]/gi;

/**
 * A stretch of text, or the kind of what was removed: with a digest where equal values can be told to be equal, with
 * the id of a token where an admin may reveal it.
 *
 * @public
 */
export type TextPart =
  | { text: string }
  | { redacted: string; digest?: string; token?: string };

/** Splits a text at its marks: `admin=[redacted:email]`, `[hashed:email:3f9a…]`, `[token:email:tok_…]`. @public */
export function splitRedacted(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKER)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    const [, redacted, hashed, digest, tokenized, token] = match;
    if (redacted) parts.push({ redacted });
    else if (hashed) parts.push({ redacted: hashed, digest });
    else parts.push({ redacted: tokenized, token });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Whether anything was removed from a JSON value. @public */
export function hasRedactions(value: unknown): boolean {
  // A value may be deeper than calls can be.
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each === 'string') {
      if (each.search(MARKER) >= 0) return true;
    } else if (each !== null && typeof each === 'object') {
      for (const item of Object.values(each)) open.push(item);
    }
  }
  return false;
}
