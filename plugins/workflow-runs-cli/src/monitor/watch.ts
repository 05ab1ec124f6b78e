import type { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import type { ExitCode } from '../exitCodes';
import type { Output } from '../output/Output';
import { lineOf } from './changes';
import { LIST_LIMIT, Monitor, type Watched } from './Monitor';
import { tellList, tellRun } from './tellChanges';

/** Shows what happens in the way that whoever reads it can read: on a screen, as lines, or as lines of JSON. */
export async function watch(
  client: WorkflowRunsClient,
  options: {
    watched: Watched;
    output: Output;
    stdin: NodeJS.ReadStream;
    stdout: NodeJS.WriteStream;
    signal: AbortSignal;
  },
): Promise<ExitCode> {
  const { watched, output, stdin, stdout, signal } = options;
  if (output.mode === 'text' && output.isTerminal && stdin.isTTY) {
    const { colours } = output;
    return new Monitor(client, { stdin, stdout, colours }).show(
      watched,
      signal,
    );
  }
  const told: Parameters<typeof tellRun>[2] = {
    signal,
    tell: changes => {
      for (const change of changes) {
        if (output.mode === 'json') output.jsonLine(change);
        else output.line(lineOf(change));
      }
    },
  };
  return 'query' in watched
    ? tellList(client, watched.query, { ...told, limit: LIST_LIMIT })
    : tellRun(client, watched.runId, told);
}
