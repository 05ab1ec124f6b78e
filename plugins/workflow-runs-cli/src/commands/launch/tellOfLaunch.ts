import type { ActionResult } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../../cli/CommandContext';
import { load } from '../../cli/load';
import type { ExitCode } from '../../exitCodes';
import { waitForRun } from '../../waiting/waitForRun';

/** Says which run has come of something, and waits for it where that is wanted. */
export async function tellOfLaunch(
  context: Pick<
    CommandContext,
    'call' | 'connect' | 'output' | 'signal' | 'surroundings'
  > & {
    options: { wait?: boolean; timeout?: number };
  },
  result: ActionResult,
): Promise<ExitCode | void> {
  const { options, output } = context;
  const { runId } = result;
  const tell = () =>
    output.answer(result, {
      ids: () => [runId],
      text() {
        output.line(output.isTerminal ? `Launched ${runId}` : runId);
        output.note(`See: workflow-runs show ${runId}`);
      },
    });
  // Of the two answers, JSON is the one at the end: a program reads one document.
  if (!options.wait) return tell();
  if (isWatched(context)) return watchUntilEnd(context, runId);
  if (output.mode !== 'json') await tell();
  return waitForRun(context, runId, { timeoutMs: options.timeout });
}

type Watcher = Parameters<typeof tellOfLaunch>[0];

/** A person at a terminal sees how it goes; what is to be over in time is waited for without a screen. */
function isWatched({ options, output, surroundings }: Watcher): boolean {
  return (
    output.mode === 'text' &&
    output.isTerminal &&
    Boolean(surroundings.stdin.isTTY) &&
    options.timeout === undefined
  );
}

async function watchUntilEnd(
  { connect, output, surroundings, signal }: Watcher,
  runId: string,
): Promise<ExitCode> {
  const { client } = await connect();
  const { watch } = await load(import('../../monitor/watch'));
  const { stdin, stdout } = surroundings;
  const watched = { runId, endsWithRun: true };
  return watch(client, { watched, output, stdin, stdout, signal });
}
