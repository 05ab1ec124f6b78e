import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';

/** @throws CliError that says where it stops to be JSON */
export function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new CliError(`${origin} is no JSON: ${place(text, message)}`, {
      exitCode: exitCodes.usage,
    });
  }
}

/** Line and column say more to people than a position does. */
function place(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const before = text.slice(0, Number(position)).split('\n');
  const reason = message
    .replace(/ in JSON at position \d+.*$/s, '')
    .replace(/, ".*$/s, '');
  return `${reason} at line ${before.length}, column ${
    before.at(-1)!.length + 1
  }`;
}
