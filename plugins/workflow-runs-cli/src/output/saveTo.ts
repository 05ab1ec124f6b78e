import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';
import type { Output } from './Output';

/** The content of an answer, as it comes. */
export type Content = Blob | Response;

/**
 * Writes what was downloaded to a file, or to `stdout` where the path is `-`. A file is there in whole or not at all.
 *
 * @throws CliError where it is there already, and may not be replaced
 */
export async function saveTo(
  path: string,
  content: Content,
  options: { output: Output; force?: boolean; signal: AbortSignal },
): Promise<void> {
  const { output, signal } = options;
  const stream = readableOf(content);
  if (path === '-') {
    for await (const chunk of stream) await output.raw(chunk);
    return;
  }
  try {
    if (!options.force) await refuseToReplace(path);
  } catch (error) {
    // What nobody reads would keep the program up for as long as it comes.
    stream.destroy();
    throw error;
  }
  const partial = `${path}.part`;
  try {
    await pipeline(stream, createWriteStream(partial), { signal });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

function readableOf(content: Content): Readable {
  const body = content instanceof Blob ? content.stream() : content.body;
  return body
    ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
    : Readable.from([]);
}

async function refuseToReplace(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  throw new CliError(`${path} is there already`, {
    exitCode: exitCodes.usage,
    hint: '--force replaces it',
  });
}
