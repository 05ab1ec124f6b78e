import { cp, mkdir, readdir } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';

/** Writes what was made into a folder, where others push it to a Git server. */
export const createWriteAction = (directory: string) =>
  createTemplateAction({
    id: 'example:write',
    description: 'Writes the files of a new service into a folder',
    schema: {
      input: { name: z => z.string({ description: 'Name of the service' }) },
      output: {
        folder: z => z.string({ description: 'Where it was written' }),
      },
    },
    async handler({ input: { name }, workspacePath, logger, output }) {
      const folder = resolveSafeChildPath(directory, name);
      await mkdir(folder, { recursive: true });
      await cp(workspacePath, folder, { recursive: true });
      const files = await readdir(folder);
      logger.info(`Wrote ${files.sort().join(', ')}`);
      output('folder', folder);
    },
  });
