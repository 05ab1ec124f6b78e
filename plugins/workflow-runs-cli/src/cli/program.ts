import { Command, CommanderError } from 'commander';
import { ExitCode, exitCodes } from '../exitCodes';
import type { Surroundings } from './CommandContext';
import type { CommandDefinition } from './defineCommand';
import { programHelp } from './help';
import { type ParsedCommand, toCommander } from './parser';
import { runCommand } from './runCommand';

/** What a group of commands is about: `webhooks`, `bulk` … */
export type GroupSummaries = Readonly<Record<string, string>>;

/** The program with all commands, as it stands by itself. */
export async function runProgram(options: {
  name: string;
  version: string;
  commands: readonly CommandDefinition[];
  groups: GroupSummaries;
  args: readonly string[];
  surroundings: Surroundings;
}): Promise<ExitCode> {
  const program = new Command(options.name)
    .description('See, understand and operate workflow runs.')
    .version(options.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', programHelp);
  let parsed: ParsedCommand | undefined;
  const onParsed = (found: ParsedCommand) => {
    parsed = found;
  };
  for (const definition of options.commands) {
    const [group, leaf] =
      definition.path.length > 1
        ? definition.path
        : [undefined, definition.path[0]];
    parentOf(program, group, options.groups).addCommand(
      toCommander(definition, {
        name: leaf,
        program: options.name,
        onParsed,
      }),
    );
  }
  const { args, surroundings } = options;
  const code = parse(program, args, surroundings);
  if (code !== undefined) return code;
  return parsed ? runCommand(parsed, surroundings) : exitCodes.ok;
}

/** One command, where another program has found it by its path. */
export async function runSingleCommand(options: {
  usage: string;
  definition: CommandDefinition;
  args: readonly string[];
  surroundings: Surroundings;
}): Promise<ExitCode> {
  const { usage, definition, args, surroundings } = options;
  let parsed: ParsedCommand | undefined;
  const command = toCommander(definition, {
    name: usage,
    program: usage.slice(0, -definition.path.join(' ').length).trim(),
    onParsed: found => {
      parsed = found;
    },
  });
  const code = parse(command, args, surroundings);
  if (code !== undefined) return code;
  return parsed ? runCommand(parsed, surroundings) : exitCodes.ok;
}

function parentOf(
  program: Command,
  group: string | undefined,
  groups: GroupSummaries,
): Command {
  if (!group) return program;
  const known = program.commands.find(each => each.name() === group);
  return known ?? program.command(group).description(groups[group]);
}

/** @returns nothing where a command was found */
function parse(
  command: Command,
  args: readonly string[],
  { stdout, stderr }: Surroundings,
): ExitCode | undefined {
  configure(command, { stdout, stderr });
  try {
    command.parse(args, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

function configure(
  command: Command,
  streams: Pick<Surroundings, 'stdout' | 'stderr'>,
): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what there is)')
    .configureOutput({
      writeOut: text => streams.stdout.write(text),
      writeErr: text => streams.stderr.write(text),
      getOutHelpWidth: () => streams.stdout.columns || 80,
      getErrHelpWidth: () => streams.stderr.columns || 80,
    });
  for (const child of command.commands) configure(child, streams);
}
