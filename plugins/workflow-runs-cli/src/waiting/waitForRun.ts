import type { RunDetail } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../cli/CommandContext';
import { CliError } from '../cli/CliError';
import type { OptionSpecs } from '../cli/defineCommand';
import { withoutControls } from '../output/withoutControls';
import { ExitCode, exitCodes } from '../exitCodes';

/** Timers of Node hold no more; what is longer would be over at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** Options of what makes a run go on. */
export const waitOptions = {
  wait: {
    type: 'flag',
    summary: 'wait until the run has ended, and exit with its outcome',
  },
  timeout: {
    type: 'duration',
    max: LONGEST_TIMEOUT_MS,
    summary: 'how long to wait at most; then it exits with 124',
  },
} as const satisfies OptionSpecs;

/** Waits until a run has ended, shows it, and says what to exit with. */
export async function waitForRun(
  context: Pick<CommandContext, 'connect' | 'output' | 'signal'>,
  runId: string,
  options: { timeoutMs?: number },
): Promise<ExitCode> {
  const { output } = context;
  const run = await endedInTime(context, runId, options);
  await output.answer(run, {
    text: () =>
      output.line(
        [
          `${run.id} ${output.status(run.status)}`,
          withoutControls(run.error?.message ?? ''),
        ]
          .filter(Boolean)
          .join(': '),
      ),
  });
  return run.status === 'completed' ? exitCodes.ok : exitCodes.failed;
}

async function endedInTime(
  { connect, output, signal }: Parameters<typeof waitForRun>[0],
  runId: string,
  { timeoutMs }: { timeoutMs?: number },
): Promise<RunDetail> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  // A timer of our own: `AbortSignal.timeout` would not keep the program up until then.
  const late = tooLong(runId);
  const deadline =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop.abort(late), timeoutMs);
  try {
    const { untilEnded } = await connect();
    return await untilEnded(runId, {
      signal: stop.signal,
      tell: status => output.note(`${runId} is ${status}`),
    });
  } catch (error) {
    throw stop.signal.reason === late ? late : error;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', interrupt);
  }
}

function tooLong(runId: string): CliError {
  return new CliError(`${runId} has not ended in time; it goes on`, {
    exitCode: exitCodes.timeout,
  });
}
