import { spawn } from 'node:child_process';

// Its standard input names the group to watch, and ends when we do: the kernel closes it for us.
const SCRIPT = `
read group signal || exit 0
cat >/dev/null
kill -s "$signal" -- "-$group" 2>/dev/null || exit 0
for second in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  kill -s 0 -- "-$group" 2>/dev/null || exit 0
done
kill -s KILL -- "-$group" 2>/dev/null
`;

/**
 * Starts a shell that stops a process group when this process is gone without having stopped it
 * (kill -9, out of memory). Started before the group, which leaves no time in which nobody watches.
 */
export function startWatchdog() {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  shell.stdin.unref();
  return {
    /**
     * @param {number | undefined} leader process id of the leader of the group
     * @param {NodeJS.Signals} signal
     */
    watch(leader, signal) {
      if (leader) shell.stdin.write(`${leader} ${signal.replace('SIG', '')}\n`);
    },
    dismiss() {
      if (shell.exitCode === null) shell.kill('SIGKILL');
    },
  };
}
