import { exitCodes } from '../exitCodes';

/**
 * `| head` closes the pipe when it has enough: what is left to say is then nobody's. It is no success, though: of a run
 * that is waited for, nobody could tell whether it failed.
 */
export function endQuietlyOnBrokenPipe(
  process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>,
): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exitCodes.brokenPipe);
      throw error;
    });
  }
}
