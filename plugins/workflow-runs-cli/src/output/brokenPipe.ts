/** `| head` closes the pipe when it has enough: what is left to say is then nobody's, and no error. */
export function endQuietlyOnBrokenPipe(
  process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>,
): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
