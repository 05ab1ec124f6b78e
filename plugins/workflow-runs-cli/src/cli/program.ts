import { Command, CommanderError } from 'commander';
import { ExitCode, exitCodes } from '../exitCodes';
import type { Surroundings } from './CommandContext';
import type { CommandDefinition } from './defineCommand';
import { formatItem, programHelp } from './help';
import { type ParsedCommand, toCommander } from './parser';

/** What a group of commands is about: `webhooks`, `bulk` … */
export type GroupSummaries = Readonly<Record<string, string>>;

/** Commands that help lists under a heading. */
export interface CommandSection {
  title: string;
  commands: readonly CommandDefinition[];
}

/** Carries out what was parsed. */
export type Execute = (
  parsed: ParsedCommand,
  surroundings: Surroundings,
) => Promise<ExitCode>;

/** The program with all commands, as it stands by itself. */
export async function runProgram(options: {
  name: string;
  version: string;
  sections: readonly CommandSection[];
  groups: GroupSummaries;
  args: readonly string[];
  surroundings: Surroundings;
  execute: Execute;
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
  for (const { title, commands } of options.sections) {
    for (const definition of commands) {
      addTo(program, title, definition, { ...options, onParsed });
    }
  }
  const { args, surroundings, execute } = options;
  const code = parse(program, args, surroundings);
  if (code !== undefined) return code;
  return parsed ? execute(parsed, surroundings) : exitCodes.ok;
}

/** One command, where another program has found it by its path. */
export async function runSingleCommand(options: {
  usage: string;
  definition: CommandDefinition;
  args: readonly string[];
  surroundings: Surroundings;
  execute: Execute;
}): Promise<ExitCode> {
  const { usage, definition, args, surroundings, execute } = options;
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
  return parsed ? execute(parsed, surroundings) : exitCodes.ok;
}

function addTo(
  program: Command,
  heading: string,
  definition: CommandDefinition,
  options: {
    name: string;
    groups: GroupSummaries;
    onParsed(parsed: ParsedCommand): void;
  },
): void {
  const { name, groups, onParsed } = options;
  const [first, second] = definition.path;
  const named = { program: name, onParsed };
  if (second === undefined) {
    program.addCommand(
      toCommander(definition, { ...named, name: first, heading }),
    );
    return;
  }
  const group =
    program.commands.find(each => each.name() === first) ??
    program
      .command(first)
      .summary(groups[first])
      .description(groups[first])
      .helpGroup(heading);
  group.addCommand(toCommander(definition, { ...named, name: second }), {
    hidden: definition.isHidden,
  });
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
    .configureHelp({
      // What it takes is said by its own help: here, names are looked for.
      subcommandTerm: each => each.name(),
      formatItem,
    })
    .configureOutput({
      writeOut: text => streams.stdout.write(text),
      writeErr: text => streams.stderr.write(text),
      getOutHelpWidth: () => streams.stdout.columns || 80,
      getErrHelpWidth: () => streams.stderr.columns || 80,
    });
  for (const child of command.commands) configure(child, streams);
}
