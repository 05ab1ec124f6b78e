/**
 * What a server says, with nothing in it that a terminal would obey: a name of a run must not move the cursor or
 * write into the clipboard.
 */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}

/** What picocolors makes of colours: nothing of it hides text, or moves what is there. */
// eslint-disable-next-line no-control-regex
const COLOURS = /(\u001b\[(?:0|1|2|3|4|7|22|23|24|27|3[0-79]|4[0-79]|9[0-7])m)/;

/** A line that the command has coloured, with nothing else in it that a terminal would obey. */
export function withColoursAlone(text: string): string {
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 0 ? withoutControls(part) : part))
    .join('');
}
