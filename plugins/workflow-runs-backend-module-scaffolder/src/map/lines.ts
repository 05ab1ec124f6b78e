import { LogLevel } from 'backstage-plugin-workflow-runs-common';
import { TaskEvent } from './task';
import { plain } from './text';

const LEVELS: Readonly<Record<string, LogLevel>> = {
  error: 'error',
  warn: 'warn',
  info: 'info',
  http: 'info',
  verbose: 'debug',
  debug: 'debug',
  silly: 'debug',
};
const LEVELLED = /^([a-z]+): /;

/** The level and the words of a line that a step has logged. */
export function toLine({ body }: TaskEvent): {
  level: LogLevel;
  message: string;
} {
  const text = plain(body.message);
  const word = LEVELLED.exec(text)?.[1] ?? '';
  if (Object.hasOwn(LEVELS, word)) {
    return { level: LEVELS[word], message: text.slice(word.length + 2) };
  }
  return { level: body.status === 'failed' ? 'error' : 'info', message: text };
}
