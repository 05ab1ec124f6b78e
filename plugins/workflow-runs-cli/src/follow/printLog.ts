import { createColors } from 'picocolors';
import type {
  LogLine,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import {
  loadRun,
  recordsOf,
  type KnownRun,
} from 'backstage-plugin-workflow-runs-common';
import { type ExitCode, exitCodes } from '../exitCodes';
import { outcomeCode } from '../monitor/outcome';
import type { Output } from '../output/Output';
import { toJson } from '../output/toJson';
import { FollowedRun } from './FollowedRun';
import { followLog } from './followLog';
import { formatLogLine } from './formatLogLine';
import {
  lastLines,
  type LogPage,
  type LogSelection,
  type ReadLog,
  readLogOf,
  startOfTail,
} from './logLines';
import { type LogSink, logSinkOf } from './LogSink';
import { Absence, persistenceOf } from './persistence';

/** Which lines are printed, and where. */
export interface PrintLogOptions {
  selection: LogSelection;
  /** How many of the last lines; all of them where nobody says. */
  tail: number | undefined;
  /** Path of the file that they are written to. */
  file: string | undefined;
  output: Output;
  signal: AbortSignal;
}

/** Prints the log of a run as it is. */
export async function printLog(
  client: WorkflowRunsClient,
  runId: string,
  options: PrintLogOptions,
): Promise<ExitCode> {
  const { selection, output, signal, tail } = options;
  const read = readLogOf(client, runId, selection, signal);
  // Read before a file is made of what is not there.
  const first =
    tail === undefined
      ? await read(0)
      : { ...(await tailOf(client, runId, read, options)), isFull: false };
  const snapshot =
    output.mode === 'json' ? await loadRun(client, runId, signal) : undefined;
  const print = await printerOf(options, () => snapshot);
  try {
    for (let page: LogPage = first; ; page = await read(page.last)) {
      await print.lines(page.lines);
      if (!page.isFull) return exitCodes.ok;
    }
  } finally {
    await print.close();
  }
}

/** Prints the log of a run until that has ended, and exits with what has become of it. */
export async function followAndPrintLog(
  client: WorkflowRunsClient,
  runId: string,
  options: PrintLogOptions,
): Promise<ExitCode> {
  const { selection, output, signal, tail } = options;
  const read = readLogOf(client, runId, selection, signal);
  const followed = await FollowedRun.follow(client, runId, signal);
  signal.addEventListener('abort', () => followed.stop());
  try {
    const print = await printerOf(options, () => followed.getSnapshot());
    try {
      let from = 0;
      if (tail !== undefined) {
        const { lines, last } = await tailOf(client, runId, read, options);
        await print.lines(lines);
        from = last;
      }
      const absence = new Absence(text => output.warn(text));
      absence.watch(followed);
      const persistence = persistenceOf(signal, absence);
      for await (const lines of followLog(read, followed, persistence, from)) {
        await print.lines(lines);
      }
    } finally {
      await print.close();
    }
  } finally {
    followed.stop();
  }
  if (followed.error) throw followed.error;
  return outcomeCode(followed.getSnapshot().run);
}

/** The last lines that are wanted. Where all lines are, those before need not be read. */
async function tailOf(
  client: WorkflowRunsClient,
  runId: string,
  read: ReadLog,
  { tail, selection, signal }: PrintLogOptions,
): Promise<{ lines: LogLine[]; last: number }> {
  const { level, step, attempt } = selection;
  if (level || step || attempt) return lastLines(read, tail!, 0);
  const hasLineBehind = async (after: number) => {
    const { items } = await client.call(
      'listLogs',
      { params: { runId }, query: { after, limit: 1 } },
      { signal },
    );
    return items.length > 0;
  };
  return lastLines(read, tail!, await startOfTail(hasLineBehind, tail!));
}

interface Printer {
  lines(lines: readonly LogLine[]): Promise<void>;
  close(): Promise<void>;
}

async function printerOf(
  { output, file }: PrintLogOptions,
  snapshot: () => KnownRun | undefined,
): Promise<Printer> {
  const sink: LogSink = await logSinkOf(output, file);
  const colours = file === undefined ? output.colours : createColors(false);
  const textOf = (lines: readonly LogLine[]) => {
    const known = snapshot();
    const format =
      output.mode === 'json' && known
        ? asJson(recordsOf(known))
        : (line: LogLine) => formatLogLine(line, colours);
    return lines.map(line => `${format(line)}\n`).join('');
  };
  return {
    lines: async lines => {
      if (lines.length > 0) await sink.write(textOf(lines));
    },
    close: () => sink.close(),
  };
}

function asJson(recordOf: (line: LogLine) => object) {
  return (line: LogLine) => toJson(recordOf(line));
}
