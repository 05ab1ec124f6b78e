import { type FileHandle, open } from 'node:fs/promises';
import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';
import type { Output } from '../output/Output';

/** Where lines go. */
export interface LogSink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** The output, or a file; one that is there already is left as it is, for nobody could tell which lines are whose. */
export async function logSinkOf(
  output: Output,
  path: string | undefined,
): Promise<LogSink> {
  if (path === undefined) {
    return { write: text => output.raw(text), close: async () => {} };
  }
  const file = await create(path);
  return {
    write: async text => {
      await file.appendFile(text);
    },
    close: () => file.close(),
  };
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new CliError(
      isThere ? `${path} is there already` : (error as Error).message,
      {
        exitCode: exitCodes.usage,
        hint: isThere
          ? `Name another file, or add to it: logs … >> ${path}`
          : undefined,
      },
    );
  }
}
