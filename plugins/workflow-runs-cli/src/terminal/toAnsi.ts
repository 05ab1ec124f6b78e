import type { Colours } from '../output/colours';
import type { Line, Look } from './line';

/** A line as a terminal shows it. */
export function toAnsi(line: Line, colours: Colours): string {
  return line.map(({ text, look }) => paint(text, look, colours)).join('');
}

/** The colours of the product, as near as those come that the terminal's own theme has. */
function paint(text: string, look: Look, colours: Colours): string {
  switch (look) {
    case 'completed':
      return colours.green(text);
    case 'running':
      return colours.blueBright(text);
    case 'failed':
      return colours.red(text);
    case 'waiting':
      return colours.yellow(text);
    case 'skipped':
    case 'quiet':
      return colours.gray(text);
    case 'strong':
      return colours.bold(text);
    default:
      return text;
  }
}
