import { z } from 'zod';
import { defineWorkflow, ref } from 'backstage-plugin-workflow-runs-node';
import { samples, SAMPLES } from './samples';

/** Has no code of its own: each invoice is a run of the other workflow. */
export const invoiceBatch = defineWorkflow({
  name: 'invoice_batch',
  version: '1.0.0',
  title: 'Invoice batch',
  description:
    'Extracts several invoices, each in a run of its own. It waits for those that ask somebody.',
  input: z.strictObject({
    files: z
      .array(samples)
      .min(1)
      .max(100)
      .default([...SAMPLES])
      .meta({ title: 'Invoices', description: 'Files of examples/invoices' }),
  }),
  steps: {
    extract: {
      title: 'Extract each',
      description:
        'One run of invoice_extraction for each file, three at a time',
      type: 'map',
      items: ref('/input/files'),
      workflow: 'invoice_extraction',
      input: { file: ref('/item') },
      concurrency: 3,
      // One invoice that is rejected does not keep the others back.
      tolerate: { share: 0.5 },
    },
  },
});
