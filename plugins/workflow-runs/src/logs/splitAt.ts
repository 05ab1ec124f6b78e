/** Takes a text apart at what is searched for, whichever its case. */
export function splitAt(
  text: string,
  search: string,
): { text: string; found: boolean }[] {
  const wanted = search.trim().toLowerCase();
  const parts: { text: string; found: boolean }[] = [];
  const folded = text.toLowerCase();
  // Some letters change their length with their case: then nothing can be pointed at.
  if (wanted === '' || folded.length !== text.length) {
    return [{ text, found: false }];
  }
  let from = 0;
  for (;;) {
    const at = folded.indexOf(wanted, from);
    if (at < 0) break;
    if (at > from) parts.push({ text: text.slice(from, at), found: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), found: true });
  }
  if (from < text.length) parts.push({ text: text.slice(from), found: false });
  return parts;
}
