import type { LogLine } from 'backstage-plugin-workflow-runs-common';
import { messageOf, sourceOf } from 'backstage-plugin-workflow-runs-common';
import type { Colours } from '../output/colours';
import { withoutControls } from '../output/withoutControls';

/** A line as people read it: when, how bad, where from, and what. */
export function formatLogLine(line: LogLine, colours: Colours): string {
  const level = line.level.toUpperCase().padEnd(5);
  return [
    colours.dim(line.at),
    colourOfLevel(line.level, colours)(level),
    colours.dim(withoutControls(sourceOf(line)).replace(/ /g, '')),
    oneBelowOther(withoutControls(messageOf(line))),
  ].join(' ');
}

/** What goes on is indented: a message must not look like a line that somebody else has logged. */
function oneBelowOther(message: string): string {
  return message.replace(/[\n\u2028\u2029]/g, '\n  ');
}

function colourOfLevel(level: string, colours: Colours) {
  if (level === 'error') return colours.red;
  return level === 'warn' ? colours.yellow : colours.dim;
}
