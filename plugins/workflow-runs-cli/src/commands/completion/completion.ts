import { type CommandDefinition, defineCommand } from '../../cli/defineCommand';
import { complete } from './complete';
import { completionScripts } from './scripts';

const installed = {
  bash: {
    line: 'completion bash > ~/.local/share/bash-completion/completions/workflow-runs',
    summary: 'For all shells from now on',
  },
  zsh: {
    line: 'completion zsh > "${fpath[1]}/_workflow-runs"',
    summary: 'For all shells from now on',
  },
  fish: {
    line: 'completion fish > ~/.config/fish/completions/workflow-runs.fish',
    summary: 'For all shells from now on',
  },
} as const;

/** Commands by which shells learn of all the others. */
export function completionCommands(
  others: readonly CommandDefinition[],
): CommandDefinition[] {
  const scripts = (['bash', 'zsh', 'fish'] as const).map(shell =>
    defineCommand({
      path: ['completion', shell],
      summary: `Print what ${shell} needs to complete commands and options`,
      description:
        'It completes the program workflow-runs, and not what is run by the Backstage CLI.',
      examples: [installed[shell]],
      routes: [],
      async run({ output }) {
        await output.raw(completionScripts[shell]);
      },
    }),
  );
  const ask = defineCommand({
    path: ['completion', 'complete'],
    isHidden: true,
    summary: 'Print what could stand next on a command line; for the scripts',
    arguments: {
      words: { summary: 'the words so far', variadic: true, optional: true },
    },
    examples: [
      {
        line: 'completion complete -- list --st',
        summary: 'The options that begin so',
      },
    ],
    routes: [],
    async run({ args, output }) {
      for (const { word, summary } of complete(
        [...others, ...scripts],
        args.words,
      )) {
        output.line(summary ? `${word}\t${summary}` : word);
      }
    },
  });
  return [...scripts, ask];
}
