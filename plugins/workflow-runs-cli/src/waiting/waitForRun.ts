import { setTimeout as sleep } from 'node:timers/promises';
import type {
  RunDetail,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../cli/CommandContext';
import { CliError } from '../cli/CliError';
import type { OptionSpecs } from '../cli/defineCommand';
import { explainError } from '../connection/explainError';
import { ExitCode, exitCodes } from '../exitCodes';

/** Options of what makes a run go on. */
export const waitOptions = {
  wait: {
    type: 'flag',
    summary: 'wait until the run has ended, and exit with its outcome',
  },
  timeout: {
    type: 'duration',
    summary: 'how long to wait at most; then it exits with 124',
  },
} as const satisfies OptionSpecs;

const PAUSES_MS = [250, 1_000, 2_000, 5_000];
/** A backend that restarts is back by then. */
const MAX_FAILURES = 12;

/** Whether nothing more comes of a run unless somebody says so. */
export function hasEnded(status: RunStatus): boolean {
  return ['completed', 'failed', 'canceled'].includes(status);
}

/** Waits until a run has ended, shows it, and says what to exit with. */
export async function waitForRun(
  context: Pick<CommandContext, 'call' | 'connect' | 'output' | 'signal'>,
  runId: string,
  options: { timeoutMs?: number },
): Promise<ExitCode> {
  const { output } = context;
  const run = await untilEnded(context, runId, options);
  await output.answer(run, {
    text: () =>
      output.line(
        [`${run.id} ${output.status(run.status)}`, run.error?.message]
          .filter(Boolean)
          .join(': '),
      ),
  });
  return run.status === 'completed' ? exitCodes.ok : exitCodes.failed;
}

async function untilEnded(
  { call, connect, output, signal }: Parameters<typeof waitForRun>[0],
  runId: string,
  { timeoutMs }: { timeoutMs?: number },
): Promise<RunDetail> {
  const deadline =
    timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const stop = deadline ? AbortSignal.any([signal, deadline]) : signal;
  const { client } = await connect();
  let shown: RunStatus | undefined;
  for (let failures = 0; ; ) {
    try {
      const run = await call('getRun', { params: { runId } });
      if (hasEnded(run.status)) return run;
      if (run.status !== shown) output.note(`${runId} is ${run.status}`);
      shown = run.status;
      failures = 0;
      await untilChanged(client, run, stop);
    } catch (error) {
      if (deadline?.aborted && !signal.aborted) throw tooLong(runId);
      failures += 1;
      const { exitCode } = explainError(error);
      const isPassing = exitCode === exitCodes.unreachable;
      if (signal.aborted || !isPassing || failures > MAX_FAILURES) throw error;
      const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1];
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
    }
  }
}

/** Until the status of the run is another, or the server ends the stream, as it does now and then. */
async function untilChanged(
  client: Awaited<ReturnType<CommandContext['connect']>>['client'],
  run: RunDetail,
  signal: AbortSignal,
): Promise<void> {
  const frames = client.streamRun(run.id, { after: run.position, signal });
  for await (const frame of frames) {
    if (frame.type === 'heartbeat') continue;
    if (frame.type === 'update' && frame.update.run.status === run.status) {
      continue;
    }
    return;
  }
  // Where a stream ends at once, asking again at once would be a storm.
  await sleep(PAUSES_MS[0], undefined, { signal });
}

function tooLong(runId: string): CliError {
  return new CliError(`${runId} has not ended in time; it goes on`, {
    exitCode: exitCodes.timeout,
  });
}
