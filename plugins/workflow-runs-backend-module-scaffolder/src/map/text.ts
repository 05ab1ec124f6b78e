/** Characters of one message that are looked at: an action may log whatever it has read. */
const MAX_TEXT = 20_000;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*m/g;

/** What was said, without the colours that the scaffolder gives it for a terminal. */
export function plain(text: string): string {
  return text.slice(0, MAX_TEXT).replace(COLOURS, '').trimEnd();
}
