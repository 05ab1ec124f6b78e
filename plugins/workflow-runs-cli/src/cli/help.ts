import type { CommandDefinition } from './defineCommand';

/** What the help of a command says behind its options. */
export function helpAfter(
  { examples }: CommandDefinition,
  program: string,
): string {
  const shown = examples.map(
    ({ line, summary }) => `  # ${summary}\n  ${program} ${line}`,
  );
  return `\nExamples:\n${shown.join('\n\n')}`;
}

/** What the help of the whole program says behind its commands. */
export const programHelp = `
Environment:
  WORKFLOW_RUNS_URL    base URL of the backend, such as https://backstage.example.com
  WORKFLOW_RUNS_TOKEN  a token for it; without one, the login of the Backstage CLI is used
  NO_COLOR             print no colours

Exit codes:
  0 ok, 1 the run failed, 2 usage, 3 credentials or permissions, 4 not found,
  5 conflict, 6 server unreachable, 124 waited too long, 130 interrupted
`;
