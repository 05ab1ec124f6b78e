import type { LogLine } from 'backstage-plugin-workflow-runs-common';
import { messageOf, sourceOf } from 'backstage-plugin-workflow-runs-common';
import { cell, cutLine, type Line, type Look, span } from '../terminal/line';
import { oneLine } from './facts';
import { timeOfDay } from './words';

const LEVEL_LOOKS: Record<string, Look> = {
  debug: 'quiet',
  warn: 'waiting',
  error: 'failed',
};

/** Narrower than this, the message is all that there is room for. */
const WITH_SOURCE = 70;
const MOST_SOURCE = 28;

/** The last lines of a log that there is room for; the latest at the bottom. */
export function logRows(
  lines: readonly LogLine[],
  options: { width: number; rows: number; withSource: boolean },
): Line[] {
  const { width, rows } = options;
  if (rows <= 0) return [];
  const shown = lines.slice(-rows);
  const withSource = options.withSource && width >= WITH_SOURCE;
  const sources = withSource ? shown.map(placeOf) : [];
  const sourceWidth = Math.min(
    MOST_SOURCE,
    Math.floor(width / 4),
    Math.max(0, ...sources.map(each => each.length)),
  );
  return shown.map((line, index) =>
    cutLine(
      [
        span(`${timeOfDay(line.at)} `, 'quiet'),
        cell(line.level, 6, LEVEL_LOOKS[line.level] ?? 'quiet'),
        ...(withSource
          ? [cell(sources[index], sourceWidth, 'quiet'), span('  ')]
          : []),
        span(
          oneLine(messageOf(line)),
          line.level === 'debug' ? 'quiet' : 'plain',
        ),
      ],
      width,
    ),
  );
}

/** Where a line comes from; the attempt only where it is not the first. */
function placeOf(line: LogLine): string {
  const attempt = line.attempt === 1 ? null : line.attempt;
  return oneLine(sourceOf({ ...line, attempt }));
}
