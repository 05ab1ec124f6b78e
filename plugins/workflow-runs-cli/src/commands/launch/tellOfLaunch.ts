import type { ActionResult } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../../cli/CommandContext';
import type { ExitCode } from '../../exitCodes';
import { waitForRun } from '../../waiting/waitForRun';

/** Says which run has come of something, and waits for it where that is wanted. */
export async function tellOfLaunch(
  context: Pick<CommandContext, 'call' | 'connect' | 'output' | 'signal'> & {
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
  if (output.mode !== 'json') await tell();
  return waitForRun(context, runId, { timeoutMs: options.timeout });
}
