import { spawn } from 'node:child_process';

// Waits for the end of its standard input, which the kernel closes when we end in whatever way.
const SCRIPT = `
cat >/dev/null
kill -s "$2" -- "-$1" 2>/dev/null || exit 0
for second in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  kill -s 0 -- "-$1" 2>/dev/null || exit 0
done
kill -s KILL -- "-$1" 2>/dev/null
`;

/**
 * Stops a process group when this process is gone without having stopped it (kill -9, out of memory).
 *
 * @param {number | undefined} pid the leader of the group
 * @param {NodeJS.Signals} signal
 */
export function stopWhenOrphaned(pid, signal) {
  if (!pid) return undefined;
  const shell = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'watchdog', String(pid), signal.replace('SIG', '')],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    },
  );
  shell.on('error', () => {});
  shell.unref();
  shell.stdin.unref();
  return {
    dismiss() {
      if (shell.exitCode === null) shell.kill('SIGKILL');
    },
  };
}
