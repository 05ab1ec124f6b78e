import { PassThrough, Readable } from 'node:stream';
import type { Surroundings } from '../cli/CommandContext';
import { runProgram } from '../cli/program';
import { runCommand } from '../cli/runCommand';
import { connect } from '../connection/connect';
import { groups, sections } from '../commands';

/** What a command has printed, and what it has exited with. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Surroundings that keep what is printed; a terminal where `columns` are said. */
export function surroundingsFor(options: {
  env: NodeJS.ProcessEnv;
  stdin?: string;
  columns?: number;
}): Surroundings & { printed(): Pick<Outcome, 'stdout' | 'stderr'> } {
  const { env, stdin = '', columns } = options;
  const streams = { stdout: collect(columns), stderr: collect(columns) };
  return {
    env,
    stdin: Readable.from([stdin]) as unknown as NodeJS.ReadStream,
    stdout: streams.stdout.stream,
    stderr: streams.stderr.stream,
    printed: () => ({
      stdout: streams.stdout.text(),
      stderr: streams.stderr.text(),
    }),
  };
}

/** Runs a command line within this process. */
export async function run(
  args: readonly string[],
  options: Parameters<typeof surroundingsFor>[0],
): Promise<Outcome> {
  const surroundings = surroundingsFor(options);
  const code = await runProgram({
    name: 'workflow-runs',
    version: '1.2.3',
    sections,
    groups,
    args,
    surroundings,
    execute: (parsed, around) => runCommand(parsed, around, connect),
  });
  return { code, ...surroundings.printed() };
}

function collect(columns: number | undefined) {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', chunk => chunks.push(chunk));
  return {
    stream: Object.assign(stream, {
      isTTY: columns !== undefined,
      columns,
    }) as unknown as NodeJS.WriteStream,
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
