import type { CommandDefinition } from '../cli/defineCommand';
import { toFlag } from '../cli/flags';
import type { CommandSection } from '../cli/program';

/** The commands as the reference lists them, in Markdown: how each is called, what it does, and what it asks. */
export function referenceOf(sections: readonly CommandSection[]): string {
  return sections
    .map(({ title, commands }) => {
      const rows = commands
        .filter(({ isHidden }) => !isHidden)
        .map(command => `| ${cellsOf(command).join(' | ')} |`);
      const head = [
        '| command | what it does | operations |',
        '| --- | --- | --- |',
      ];
      return [`### ${title.replace(':', '')}`, '', ...head, ...rows].join('\n');
    })
    .join('\n\n');
}

function cellsOf(command: CommandDefinition): string[] {
  const {
    path,
    arguments: specs = {},
    options = {},
    summary,
    routes,
  } = command;
  const given = Object.entries(specs).map(([name, spec]) => {
    const shown = `${toFlag(name)}${spec.variadic ? '...' : ''}`;
    return spec.optional ? `[${shown}]` : `<${shown}>`;
  });
  const needed = Object.entries(options)
    .filter(([, spec]) => 'required' in spec)
    .map(([name]) => `--${toFlag(name)} …`);
  const call = [...path, ...given, ...needed].join(' ');
  return [
    `\`${call}\``,
    summary.replace(/\|/g, '\\|'),
    routes.map(route => `\`${route}\``).join(', '),
  ];
}
