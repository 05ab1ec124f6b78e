import type { RouteId } from 'backstage-plugin-workflow-runs-common';
import type { ExitCode } from '../exitCodes';
import type { CommandContext } from './CommandContext';

/** What stands on the command line without dashes; in the order in which it stands there. */
export interface ArgumentSpec {
  summary: string;
  /** Only the last ones can be left out. */
  optional?: true;
  /** Only the last one can be there several times. */
  variadic?: true;
  choices?: readonly string[];
}

interface OptionBase {
  summary: string;
  /** One letter. */
  short?: string;
}

/** What stands on the command line behind dashes; `errorCode` is `--error-code` there. */
export type OptionSpec =
  | (OptionBase & { type: 'flag' })
  /** One text. */
  | (OptionBase & {
      type: 'text';
      placeholder?: string;
      choices?: readonly string[];
      required?: true;
    })
  /** Several texts: it can be repeated, and one value can hold several between commas. */
  | (OptionBase & {
      type: 'list';
      placeholder?: string;
      choices?: readonly string[];
      required?: true;
    })
  /** Several texts, each as it stands there: what may hold commas, such as `name=value`. */
  | (OptionBase & { type: 'repeated'; placeholder?: string })
  /** A whole number. */
  | (OptionBase & { type: 'number'; placeholder?: string; min?: number })
  /** A point in time: ISO 8601, or how long ago (`2h`, `7d`). It becomes ISO 8601. */
  | (OptionBase & { type: 'time' })
  /** How long: `30s`, `2h`, `7d`. It becomes milliseconds. */
  | (OptionBase & { type: 'duration'; required?: true; max?: number });

/** @see OptionSpec */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
/** @see ArgumentSpec */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;

type OneOf<Spec> = Spec extends { choices: readonly (infer Choice)[] }
  ? Choice
  : string;
type GivenOption<Spec> = Spec extends { type: 'flag' }
  ? boolean
  : Spec extends { type: 'number' | 'duration' }
  ? number
  : Spec extends { type: 'list' }
  ? OneOf<Spec>[]
  : Spec extends { type: 'repeated' }
  ? string[]
  : OneOf<Spec>;

/** What a command gets of its options. */
export type GivenOptions<Specs extends OptionSpecs> = {
  [Name in keyof Specs]: Specs[Name] extends { required: true }
    ? GivenOption<Specs[Name]>
    : GivenOption<Specs[Name]> | undefined;
};

/** What a command gets of its arguments. */
export type GivenArguments<Specs extends ArgumentSpecs> = {
  [Name in keyof Specs]: Specs[Name] extends { variadic: true }
    ? OneOf<Specs[Name]>[]
    : Specs[Name] extends { optional: true }
    ? OneOf<Specs[Name]> | undefined
    : OneOf<Specs[Name]>;
};

/** A command line, and what it does. */
export interface CommandExample {
  /** Without the name of the program. */
  line: string;
  summary: string;
}

/**
 * One command. Whatever a definition needs is loaded with it, and all definitions are loaded for any command:
 * what takes time to load, such as the client of the API, comes with the context or by `import()`.
 */
export interface CommandDefinition<
  Arguments extends ArgumentSpecs = ArgumentSpecs,
  Options extends OptionSpecs = OptionSpecs,
> {
  path: readonly string[];
  /** Only programs use it: no list has it. */
  isHidden?: true;
  /** Other names of its last part. */
  aliases?: readonly string[];
  /** A sentence without a full stop, as lists of commands have it. */
  summary: string;
  /** What else is to be known. */
  description?: string;
  arguments?: Arguments;
  options?: Options;
  examples: readonly CommandExample[];
  /** Operations of the API that it calls; a test walks the contract and finds those that no command has. */
  routes: readonly RouteId[];
  /** @returns nothing where all went well */
  run(context: CommandContext<Arguments, Options>): Promise<ExitCode | void>;
}

/** Describes a command, with the types of what it is given. */
export function defineCommand<
  const Arguments extends ArgumentSpecs = {},
  const Options extends OptionSpecs = {},
>(definition: CommandDefinition<Arguments, Options>): CommandDefinition {
  return definition as unknown as CommandDefinition;
}
