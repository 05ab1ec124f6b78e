import type { Help } from 'commander';
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
  5 conflict, 6 server unreachable, 124 waited too long, 130 interrupted,
  141 nobody reads on
`;

/** Narrower terminals have what an option does below it, as there is no room beside it. */
const ROOM_FOR_COLUMNS = 80;

/** An option, an argument or a command with what it does. */
export function formatItem(
  term: string,
  termWidth: number,
  description: string,
  helper: Help,
): string {
  const width = helper.helpWidth ?? ROOM_FOR_COLUMNS;
  const isNarrow = width < ROOM_FOR_COLUMNS;
  const indent = isNarrow ? 6 : termWidth + 4;
  const lines = helper
    .boxWrap(description, Math.max(20, width - indent))
    .split('\n')
    .map(line => `${' '.repeat(indent)}${line}`)
    .join('\n');
  if (!description) return `  ${term}`;
  return isNarrow
    ? `  ${term}\n${lines}`
    : `  ${term.padEnd(termWidth)}${lines.slice(2 + termWidth)}`;
}
