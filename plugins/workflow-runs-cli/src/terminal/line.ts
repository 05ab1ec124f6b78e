import widthOf from 'string-width';
import type { Tone } from 'backstage-plugin-workflow-runs-common';

/** How a piece of text looks; `quiet` is what a reader may pass over. */
export type Look = Tone | 'plain' | 'quiet' | 'strong';

/** A piece of text that looks the same. */
export interface Span {
  text: string;
  look: Look;
}

/** A line of a screen. */
export type Line = readonly Span[];

/** A piece of text. */
export function span(text: string, look: Look = 'plain'): Span {
  return { text, look };
}

/** In cells of the terminal. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The text in a width, with `…` where something is left out. */
export function cutText(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 1) return width === 1 ? '…' : '';
  let kept = '';
  let room = width - 1;
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The line in a width; what is too much is left out at its end. */
export function cutLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let room = width;
  for (const { text, look } of line) {
    if (room <= 0) break;
    const shown = cutText(text, room);
    kept.push({ text: shown, look });
    if (shown !== text) break;
    room -= widthOf(text);
  }
  return kept;
}

/** Exactly as wide: cut, or filled up with blanks. */
export function cell(
  text: string,
  width: number,
  look: Look = 'plain',
  align: 'left' | 'right' = 'left',
): Span {
  const shown = cutText(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return span(align === 'left' ? shown + blanks : blanks + shown, look);
}

/** What stands at the left, and what stands at the right and is never cut. */
export function apart(left: Line, right: Line, width: number): Line {
  const room = Math.max(0, width - lineWidth(right) - 1);
  const shown = cutLine(left, room);
  const gap = Math.max(1, width - lineWidth(shown) - lineWidth(right));
  return cutLine([...shown, span(' '.repeat(gap)), ...right], width);
}

/** Facts one behind the other, with dots between them, on as few lines as they fit on. */
export function flow(facts: readonly Line[], width: number): Line[] {
  const lines: Line[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    const longer = last && [...last, span(' · ', 'quiet'), ...fact];
    if (longer && lineWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(cutLine(fact, width));
  }
  return lines;
}

/** A text on several lines, broken between words; the last one says where there is more. */
export function wrapText(
  text: string,
  options: { width: number; most: number; look: Look },
): Line[] {
  const { width, most, look } = options;
  const lines: string[] = [''];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    const longer = last ? `${last} ${word}` : word;
    if (widthOf(longer) <= width || !last) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] += ' …';
  return shown.map(each => [span(cutText(each, width), look)]);
}
