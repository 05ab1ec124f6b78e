import type {
  LogLevel,
  LogLine,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';

/** What a page of the log holds at most. */
const PAGE = 1_000;

/** Which lines of a run's log are wanted. */
export interface LogSelection {
  level?: readonly LogLevel[];
  /** Keys of steps. */
  step?: readonly string[];
  attempt?: number;
}

/** A page of the log, and whether there may be more behind it. */
export interface LogPage {
  lines: LogLine[];
  /** The last line that was looked at, wanted or not. */
  last: number;
  isFull: boolean;
}

/** Reads the log behind a line. */
export type ReadLog = (after: number) => Promise<LogPage>;

/** Reads what is wanted of the log of a run. */
export function readLogOf(
  client: Pick<WorkflowRunsClient, 'call'>,
  runId: string,
  { level, step, attempt }: LogSelection,
  signal?: AbortSignal,
): ReadLog {
  const wanted = {
    level: level && level.join(','),
    step: step && step.map(key => key.replace(/[\\,]/g, '\\$&')).join(','),
  };
  return async after => {
    const { items } = await client.call(
      'listLogs',
      { params: { runId }, query: { ...wanted, after, limit: PAGE } },
      { signal },
    );
    return {
      // Whatever a server repeats is told once.
      lines: items.filter(
        line =>
          line.sequence > after &&
          (attempt === undefined || line.attempt === attempt),
      ),
      last: items.at(-1)?.sequence ?? after,
      isFull: items.length === PAGE,
    };
  };
}

/** The last lines of the log as it is now, and up to where it was looked at. */
export async function lastLines(
  read: ReadLog,
  count: number,
  from: number,
): Promise<{ lines: LogLine[]; last: number }> {
  let lines: LogLine[] = [];
  let last = from;
  for (;;) {
    const page = await read(last);
    last = page.last;
    lines = lines.concat(page.lines).slice(-count);
    if (count === 0) lines = [];
    if (!page.isFull) return { lines, last };
  }
}

/**
 * Where to begin to have the last lines without reading all of a long log: some page at its end that is full enough.
 * Lines count from 1 without gaps, as long as nothing is left out of them.
 */
export async function startOfTail(
  hasLineBehind: (sequence: number) => Promise<boolean>,
  count: number,
): Promise<number> {
  if (!(await hasLineBehind(PAGE))) return 0;
  // The end lies between two places: there is a line behind `low`, and none behind `high`.
  let low = PAGE;
  let high = PAGE * 2;
  while (await hasLineBehind(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await hasLineBehind(middle)) low = middle;
    else high = middle;
  }
  return Math.max(0, high - count);
}
