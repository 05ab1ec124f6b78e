import type { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  messageOf,
  sourceOf,
} from 'backstage-plugin-workflow-runs-common/wording';
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

/** The last lines of a log that there is room for; the latest at the bottom. */
export function logRows(
  lines: readonly LogLine[],
  options: { width: number; rows: number; withSource: boolean },
): Line[] {
  const { width, rows } = options;
  if (rows <= 0) return [];
  const withSource = options.withSource && width >= WITH_SOURCE;
  return lines
    .slice(-rows)
    .map(line =>
      cutLine(
        [
          span(`${timeOfDay(line.at)} `, 'quiet'),
          cell(line.level, 6, LEVEL_LOOKS[line.level] ?? 'quiet'),
          ...(withSource
            ? [
                cell(oneLine(sourceOf(line)), sourceWidth(width), 'quiet'),
                span(' '),
              ]
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

function sourceWidth(width: number): number {
  return width >= 110 ? 28 : 18;
}
