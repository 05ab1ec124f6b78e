const MARKER = /\[redacted:([a-z0-9_. -]{1,40})\]/gi;

/** A stretch of text, or what stands where something was removed. @public */
export type TextPart = { text: string } | { redacted: string };

/** Splits a text at its redaction markers: `admin=[redacted:e-mail]`. @public */
export function splitRedacted(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKER)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ redacted: match[1] });
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
