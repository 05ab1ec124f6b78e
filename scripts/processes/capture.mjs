import { exitCodeOf, interruption, supervise } from './supervise.mjs';

/**
 * Runs a program and collects what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options] options of `supervise`, and
 * @param {(line: string) => void} [options.onLine] called for each line while the program runs
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function capture(command, args, { onLine, ...options } = {}) {
  const { child, done } = supervise(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', chunk => {
      output += chunk;
      if (onLine) chunk.split('\n').forEach(onLine);
    });
  }
  const drained = Promise.all(
    [child.stdout, child.stderr].map(
      stream => new Promise(resolve => stream.once('close', resolve)),
    ),
  );
  const { code } = await done;
  await drained;
  // interrupted by the user: there is nothing to explain
  if (interruption()) process.exit(exitCodeOf(interruption()));
  return { code, output };
}
