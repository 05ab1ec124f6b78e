import { commonOptions } from '../../cli/commonOptions';
import type { CommandDefinition, OptionSpec } from '../../cli/defineCommand';
import { toFlag } from '../../cli/flags';

/** Something that could stand next. */
export interface Candidate {
  word: string;
  summary: string;
}

/**
 * What could stand where a command line ends: names of commands, options, and what they can be.
 *
 * @param words - without the name of the program; the last one is begun, or empty
 */
export function complete(
  commands: readonly CommandDefinition[],
  words: readonly string[],
): Candidate[] {
  const begun = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return candidatesBehind(commands, before, begun).filter(({ word }) =>
    word.startsWith(begun),
  );
}

function candidatesBehind(
  commands: readonly CommandDefinition[],
  before: readonly string[],
  begun: string,
): Candidate[] {
  const command = commands.find(each => isNamed(each, before));
  if (!command) return namesBehind(commands, before);
  const options = { ...command.options, ...commonOptions };
  const previous = before.at(-1)!;
  const asked = Object.entries<OptionSpec>(options).find(
    ([name, spec]) =>
      previous === `--${toFlag(name)}` || previous === `-${spec.short}`,
  )?.[1];
  if (asked && asked.type !== 'flag') return valuesOf(asked, begun);
  if (begun.startsWith('-')) {
    return Object.entries<OptionSpec>(options).map(([name, { summary }]) => ({
      word: `--${toFlag(name)}`,
      summary,
    }));
  }
  return argumentsOf(command, before.slice(command.path.length));
}

/** Whether a line begins with the command, under any of its names. */
function isNamed(
  { path, aliases = [] }: CommandDefinition,
  words: readonly string[],
): boolean {
  const last = path.length - 1;
  return path.every(
    (part, index) =>
      words[index] === part ||
      (index === last && aliases.includes(words[index])),
  );
}

function namesBehind(
  commands: readonly CommandDefinition[],
  before: readonly string[],
): Candidate[] {
  const behind = commands.filter(
    ({ path }) =>
      path.length > before.length &&
      before.every((word, index) => word === path[index]),
  );
  const names = new Map<string, string>();
  for (const { path, summary } of behind) {
    const word = path[before.length];
    const isWhole = path.length === before.length + 1;
    if (isWhole || !names.has(word)) names.set(word, isWhole ? summary : '');
  }
  return [...names].map(([word, summary]) => ({ word, summary }));
}

/** Of a list, what comes behind the last comma is completed. */
function valuesOf(spec: OptionSpec, begun: string): Candidate[] {
  const choices = 'choices' in spec ? spec.choices ?? [] : [];
  const said = begun.slice(0, begun.lastIndexOf(',') + 1);
  return choices.map(choice => ({ word: `${said}${choice}`, summary: '' }));
}

function argumentsOf(
  { arguments: specs = {} }: CommandDefinition,
  words: readonly string[],
): Candidate[] {
  const given = words.filter(word => !word.startsWith('-')).length;
  const { choices = [] } = Object.values(specs)[given] ?? {};
  return choices.map(word => ({ word, summary: '' }));
}
