import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  HandlersOf,
  ref,
  StepContext,
  StepOutputs,
} from 'backstage-plugin-workflow-runs-node';
import { invoiceSchema, layoutSchema, lineSchema } from './invoice';
import { samples } from './samples';

const inputSchema = z.strictObject({
  file: samples.default('larkspur-0417.txt').meta({
    title: 'Invoice',
    description:
      'A file of examples/invoices. The totals of osprey-5512 are wrong, and marlow-903-scan can hardly be read: both ask somebody.',
  }),
  askBelow: z.number().min(0).max(1).default(0.8).meta({
    title: 'Ask below',
    description:
      'Somebody decides where the score of the totals, 0 to 1, is below',
  }),
});

const modelRetry = failAfter(3, { delayMs: 2_000 });

export const invoiceExtraction = defineWorkflow({
  name: 'invoice_extraction',
  version: '1.0.0',
  title: 'Invoice extraction',
  description:
    'Reads an invoice, takes out what accounting needs, checks that it adds up, and asks somebody where it does not.',
  input: inputSchema,
  sla: { targetMs: 60_000, excludeHumanWaits: true },
  steps: {
    read_invoice: {
      title: 'Read invoice',
      description: 'The text of the file',
      type: 'io',
      output: z.object({ text: z.string(), bytes: z.number().int() }),
    },
    classify: {
      title: 'Classify',
      description: 'How the invoice is laid out, and how well it can be read',
      type: 'model',
      dependsOn: ['read_invoice'],
      retry: modelRetry,
      output: z.object({
        layout: layoutSchema,
        language: z.enum(['en', 'de']),
        /** Share of the amounts that can be read. */
        legibility: z.number(),
      }),
      validators: { legible: { otherwise: 'warn' } },
    },
    extract_fields: {
      title: 'Extract fields',
      description: 'Supplier, contact, bank account, lines and total',
      type: 'model',
      dependsOn: ['classify'],
      retry: modelRetry,
      output: invoiceSchema,
    },
    check_lines: {
      title: 'Check lines',
      description: 'Quantity times price is the amount, line by line',
      type: 'map',
      dependsOn: ['extract_fields'],
      items: ref('/steps/extract_fields/output/lines'),
      itemSchema: lineSchema,
      concurrency: 4,
      output: z.object({
        description: z.string(),
        /** Null where the line could not be read. */
        differenceCents: z.number().int().nullable(),
      }),
    },
    validate_totals: {
      title: 'Validate totals',
      description: 'Scores what was extracted; asks somebody below the limit',
      type: 'decision',
      dependsOn: ['check_lines'],
      output: z.object({
        score: z.number(),
        failed: z.array(z.string()),
        /** What the total has too much; null where it could not be read. */
        differenceCents: z.number().int().nullable(),
      }),
      validators: { plausible: { otherwise: 'ask' } },
    },
    draft_question: {
      title: 'Draft question',
      description: 'A message to the supplier, where the total is not the sum',
      dependsOn: ['validate_totals'],
      when: { ne: [ref('/steps/validate_totals/output/differenceCents'), 0] },
      output: z.object({ file: z.string() }),
    },
    write_result: {
      title: 'Write result',
      description: 'The invoice as JSON, and a summary to read',
      type: 'io',
      dependsOn: ['validate_totals'],
      output: z.object({ files: z.array(z.string()) }),
    },
  },
  output: {
    number: ref('/steps/extract_fields/output/number'),
    supplier: ref('/steps/extract_fields/output/supplier'),
    totalCents: ref('/steps/extract_fields/output/totalCents'),
    currency: ref('/steps/extract_fields/output/currency'),
    score: ref('/steps/validate_totals/output/score'),
  },
});

/** The code of every step, by key. */
export type InvoiceHandlers = HandlersOf<typeof invoiceExtraction>;
type Types = NonNullable<(typeof invoiceExtraction)['$types']>;
export type InvoiceInput = Types['input'];
export type InvoiceOutputs = StepOutputs<Types['steps']>;
export type InvoiceContext = StepContext<InvoiceInput, InvoiceOutputs>;
