import { readFile } from 'node:fs/promises';
import type { Surroundings } from '../cli/CommandContext';
import { CliError } from '../cli/CliError';
import type { OptionSpecs } from '../cli/defineCommand';
import { exitCodes } from '../exitCodes';
import { parseJson } from './parseJson';
import { setValues } from './setValues';

/** How JSON is given to a command. */
export const jsonOptions = {
  file: {
    type: 'text',
    short: 'f',
    placeholder: 'path',
    summary: 'a file with JSON; - reads stdin',
  },
  set: {
    type: 'repeated',
    placeholder: 'field=value',
    summary:
      'a field, over what the file says; a dot leads into an object, and what reads as JSON is taken as that',
  },
} as const satisfies OptionSpecs;

/** @see jsonOptions */
export interface GivenJson {
  file?: string;
  set?: string[];
  /** JSON on the command line. */
  input?: string;
}

/** Whether any JSON is given at all. */
export function isGiven({ file, set, input }: GivenJson): boolean {
  return file !== undefined || input !== undefined || set !== undefined;
}

/**
 * The object that options, a file and stdin come to. What it has to hold is for the server to say.
 *
 * @throws CliError where it is no JSON
 */
export async function readObject(
  { file, set = [], input }: GivenJson,
  surroundings: Pick<Surroundings, 'stdin'>,
): Promise<Record<string, unknown>> {
  const start = await read({ file, input }, surroundings);
  if (typeof start !== 'object' || start === null || Array.isArray(start)) {
    throw new CliError(`${file ?? '--input'} holds no JSON object`, {
      exitCode: exitCodes.usage,
    });
  }
  return setValues(start as Record<string, unknown>, set);
}

async function read(
  { file, input }: GivenJson,
  { stdin }: Pick<Surroundings, 'stdin'>,
): Promise<unknown> {
  if (file !== undefined && input !== undefined) {
    throw new CliError('Give either --file or --input', {
      exitCode: exitCodes.usage,
    });
  }
  if (input !== undefined) return parseJson(input, '--input');
  if (file === undefined) return {};
  if (file === '-') return parseJson(await readAll(stdin), 'stdin');
  const text = await readFile(file, 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      throw new CliError(`${file} cannot be read: ${error.code}`, {
        exitCode: exitCodes.usage,
      });
    },
  );
  return parseJson(text, file);
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
