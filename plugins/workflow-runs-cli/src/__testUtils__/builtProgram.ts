import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Outcome } from './terminal';

const packageDirectory = join(__dirname, '../..');

/** The program as it is shipped: one file, run by Node. */
export class BuiltProgram {
  /** Within the package, as what is left out of the file is found from there. */
  static async build(): Promise<BuiltProgram> {
    const directory = join(packageDirectory, 'node_modules/.cache');
    await mkdir(directory, { recursive: true });
    const file = join(directory, 'workflow-runs.cjs');
    const script = join(packageDirectory, 'bundle.mjs');
    await promisify(execFile)('node', [script, file]);
    return new BuiltProgram(file);
  }

  private constructor(readonly file: string) {}

  /** Runs it, as a shell would. */
  run(
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; stdin?: string } = {},
  ): Promise<Outcome> {
    return outcomeOf('node', [this.file, ...args], options);
  }

  /** Runs it with a pipe behind it: the code is its own, and not that of the pipe. */
  runBefore(
    pipe: string,
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv },
  ): Promise<Outcome> {
    const script = `node "$@" | ${pipe}; exit "\${PIPESTATUS[0]}"`;
    return outcomeOf('bash', ['-c', script, '-', this.file, ...args], options);
  }
}

/** Runs anything without what the environment of the tests has. */
export function outcomeOf(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; stdin?: string } = {},
): Promise<Outcome> {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...options.env },
  });
  return new Promise((resolve, reject) => {
    const outcome: Outcome = { code: -1, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', text => {
      outcome.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      outcome.stderr += text;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ ...outcome, code: code ?? -1 }));
    // Who has read enough closes it.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}
