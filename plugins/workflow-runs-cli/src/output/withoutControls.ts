/**
 * What a server says, with nothing in it that a terminal would obey: a name of a run must not move the cursor or
 * write into the clipboard.
 */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}
