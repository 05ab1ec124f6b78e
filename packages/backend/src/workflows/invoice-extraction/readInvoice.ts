import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { InvoiceHandlers } from './definition';

/** @param directory - holds the files that the input may name */
export const readInvoice =
  (directory: string): InvoiceHandlers['read_invoice'] =>
  async ({ input: { file }, logger }) => {
    const content = await readFile(join(directory, file)).catch(cause => {
      const code = isError(cause) ? String(cause.code) : undefined;
      throw new StepFailure('external_api', `${file} cannot be read: ${code}`, {
        code,
        cause,
      });
    });
    logger.info(`Read ${file}`, { bytes: content.length });
    return { text: content.toString('utf8'), bytes: content.length };
  };
