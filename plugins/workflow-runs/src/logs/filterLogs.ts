import {
  LogLevel,
  LogLine,
  messageOf,
  sourceOf,
} from 'backstage-plugin-workflow-runs-common';

/** Levels, the least important first. */
export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** What the reader wants to see of a log. */
export interface LogFilter {
  /** The least important level that is shown. */
  level: LogLevel;
  /** Key of a step; undefined for all. */
  step: string | undefined;
  itemIndex?: number;
}

/** The lines that match a filter. A level that this version does not know is always shown. */
export function filterLogs(lines: LogLine[], filter: LogFilter): LogLine[] {
  const least = LEVELS.indexOf(filter.level);
  if (least <= 0 && filter.step === undefined) return lines;
  return lines.filter(line => {
    const level = LEVELS.indexOf(line.level);
    return (
      (level < 0 || level >= least) &&
      (filter.step === undefined || line.stepKey === filter.step) &&
      (filter.itemIndex === undefined || line.itemIndex === filter.itemIndex)
    );
  });
}

/** Indexes of the lines that contain a text, whichever its case. */
export function findLines(lines: readonly LogLine[], search: string): number[] {
  const text = search.trim().toLowerCase();
  if (text === '') return [];
  return lines.flatMap((line, index) =>
    messageOf(line).toLowerCase().includes(text) ||
    (line.stepKey ?? '').toLowerCase().includes(text)
      ? [index]
      : [],
  );
}

/** Lines as text, to be copied. */
export function logsAsText(lines: LogLine[]): string {
  return lines
    .map(line =>
      [line.at, line.level.padEnd(5), sourceOf(line), messageOf(line)].join(
        ' ',
      ),
    )
    .join('\n');
}
