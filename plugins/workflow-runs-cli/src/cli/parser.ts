import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { commonOptions } from './commonOptions';
import type {
  ArgumentSpec,
  CommandDefinition,
  OptionSpec,
} from './defineCommand';
import { toFlag } from './flags';
import { formatDuration } from '../output/format';
import { helpAfter } from './help';
import { parseDuration, parseTime } from './times';

/** What the parser has found: a command, and what it is given. */
export interface ParsedCommand {
  definition: CommandDefinition;
  args: Record<string, unknown>;
  options: Record<string, unknown>;
}

/** Makes a command of the parser; `onParsed` gets what stands on its line. */
export function toCommander(
  definition: CommandDefinition,
  options: {
    name: string;
    /** What its examples begin with. */
    program: string;
    /** Under which heading lists have it. */
    heading?: string;
    onParsed: (parsed: ParsedCommand) => void;
  },
): Command {
  const specs = { ...definition.options, ...commonOptions };
  const command = new Command(options.name)
    .summary(definition.summary)
    .description(
      [`${definition.summary}.`, definition.description]
        .filter(Boolean)
        .join('\n\n'),
    )
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false)
    .addHelpText('after', helpAfter(definition, options.program));
  if (options.heading) command.helpGroup(options.heading);
  for (const alias of definition.aliases ?? []) command.alias(alias);
  for (const [name, spec] of Object.entries(definition.arguments ?? {})) {
    command.addArgument(toArgument(name, spec));
  }
  for (const [name, spec] of Object.entries(specs)) {
    command.addOption(toOption(name, spec));
  }
  return command.action(() => {
    const names = Object.keys(definition.arguments ?? {});
    options.onParsed({
      definition,
      args: Object.fromEntries(
        names.map((name, index) => [name, command.processedArgs[index]]),
      ),
      options: command.opts(),
    });
  });
}

function toArgument(name: string, spec: ArgumentSpec): Argument {
  const shown = `${toFlag(name)}${spec.variadic ? '...' : ''}`;
  const argument = new Argument(
    spec.optional ? `[${shown}]` : `<${shown}>`,
    spec.summary,
  );
  return spec.choices ? argument.choices(spec.choices) : argument;
}

function toOption(name: string, spec: OptionSpec): Option {
  const flags = [
    ...(spec.short ? [`-${spec.short}`] : []),
    `--${toFlag(name)}${placeholderOf(spec)}`,
  ].join(', ');
  const option = new Option(flags, summaryOf(spec));
  if ('required' in spec) option.makeOptionMandatory();
  return withParser(option, spec);
}

/** Of one text, the parser says by itself what it can be. */
function summaryOf(spec: OptionSpec): string {
  return spec.type === 'list' && spec.choices
    ? `${spec.summary} (choices: ${spec.choices.join(', ')})`
    : spec.summary;
}

function placeholderOf(spec: OptionSpec): string {
  if (spec.type === 'flag') return '';
  if ('placeholder' in spec && spec.placeholder)
    return ` <${spec.placeholder}>`;
  const usual = {
    text: 'text',
    list: 'value,...',
    repeated: 'value',
    number: 'n',
    time: 'time',
    duration: 'duration',
  };
  return ` <${usual[spec.type]}>`;
}

function withParser(option: Option, spec: OptionSpec): Option {
  switch (spec.type) {
    case 'text':
      return spec.choices ? option.choices(spec.choices) : option;
    case 'list':
      return option.argParser<string[]>((text, before = []) => [
        ...before,
        ...splitList(text).map(value => oneOf(value, spec.choices)),
      ]);
    case 'repeated':
      return option.argParser<string[]>((text, before = []) => [
        ...before,
        text,
      ]);
    case 'number':
      return option.argParser(text => wholeNumber(text, spec.min ?? 0));
    case 'time':
      return option.argParser(text => time(text));
    case 'duration':
      return option.argParser(text => duration(text, spec.max));
    default:
      return option;
  }
}

/** Values between commas; `\,` is a comma within one, as in the filters of the API. */
function splitList(text: string): string[] {
  const values = text.match(/(?:\\.|[^\\,])+/gs) ?? [];
  return values.map(value => value.replace(/\\(.)/gs, '$1'));
}

function oneOf(value: string, choices?: readonly string[]): string {
  if (choices && !choices.includes(value)) {
    throw new InvalidArgumentError(
      `'${value}' is none of ${choices.join(', ')}.`,
    );
  }
  return value;
}

function wholeNumber(text: string, min: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min) {
    throw new InvalidArgumentError(
      `It must be a whole number of ${min} or more.`,
    );
  }
  return value;
}

function time(text: string): string {
  const parsed = parseTime(text, Date.now());
  if (parsed) return parsed;
  throw new InvalidArgumentError(
    'It must be a time such as 2026-05-01T08:00:00Z, a day such as 2026-05-01, or how long ago, such as 2h or 7d.',
  );
}

function duration(text: string, max = Infinity): number {
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed <= max) return parsed;
  if (parsed !== undefined) {
    throw new InvalidArgumentError(
      `It must not be above ${max} ms, which is ${formatDuration(max)}.`,
    );
  }
  throw new InvalidArgumentError(
    'It must be such as 30s, 15m, 2h, 7d or 1h30m.',
  );
}
