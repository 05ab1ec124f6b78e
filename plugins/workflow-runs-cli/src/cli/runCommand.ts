import type { Connection } from '../connection/Connection';
import type { CredentialsOptions } from '../connection/credentials';
import { explainError, type Explanation } from '../connection/explainError';
import { ExitCode, exitCodes } from '../exitCodes';
import { Output } from '../output/Output';
import { toJson } from '../output/toJson';
import { withoutControls } from '../output/withoutControls';
import type { CommandContext, Surroundings } from './CommandContext';
import type { ParsedCommand } from './parser';

/** Carries out a command that was parsed, and tells what goes wrong. */
export async function runCommand(
  { definition, args, options }: ParsedCommand,
  surroundings: Surroundings,
  open: (options: CredentialsOptions) => Promise<Connection>,
): Promise<ExitCode> {
  const { env, stdout, stderr } = surroundings;
  const output = new Output({ mode: modeOf(options), stdout, stderr, env });
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  let connection: Connection | undefined;
  const connect = async () => {
    const { url, instance } = options as { url?: string; instance?: string };
    connection ??= await open({ env, url, instance });
    return connection;
  };
  const context: CommandContext = {
    args: args as CommandContext['args'],
    options: options as CommandContext['options'],
    output,
    surroundings,
    signal: interruption.signal,
    connect,
    async call(id, input, callOptions) {
      const { client } = await connect();
      return client.call(id, input, {
        ...callOptions,
        signal: interruption.signal,
      });
    },
  };
  try {
    return (await definition.run(context)) ?? exitCodes.ok;
  } catch (error) {
    if (interruption.signal.aborted) return exitCodes.interrupted;
    const explanation = explainError(error, connection);
    tell(explanation, output);
    return explanation.exitCode;
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

function modeOf(options: Record<string, unknown>) {
  if (options.json) return 'json';
  return options.quiet ? 'quiet' : 'text';
}

function tell(explanation: Explanation, output: Output): void {
  const { message, hint, violations = [], exitCode, status } = explanation;
  if (output.mode === 'json') {
    const error = { message, exitCode, status, hint, violations };
    output.warn(toJson({ error }, 2));
    return;
  }
  output.warn(`error: ${withoutControls(message)}`);
  for (const violation of violations) {
    const where = `${violation.in ?? ''}${violation.pointer ?? ''}`;
    const rule = violation.rule ? ` (${violation.rule})` : '';
    output.warn(
      `  ${withoutControls(where)}: ${withoutControls(
        violation.message ?? '',
      )}${rule}`,
    );
  }
  if (hint) output.warn(`hint: ${withoutControls(hint)}`);
}
