import { z } from 'zod';

const cents = z.number().int().nullable();

/** One line of an invoice; null is what could not be read. */
export const lineSchema = z.object({
  description: z.string(),
  quantity: z.number().nullable(),
  unitCents: cents,
  amountCents: cents,
});
export type InvoiceLine = z.infer<typeof lineSchema>;

/** What accounting needs of an invoice. */
export const invoiceSchema = z.object({
  number: z.string().nullable(),
  supplier: z.string().nullable(),
  contact: z.object({
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  iban: z.string().nullable(),
  /** ISO 8601, the day only. */
  issuedOn: z.string().nullable(),
  currency: z.string().nullable(),
  lines: z.array(lineSchema),
  totalCents: cents,
});
export type Invoice = z.infer<typeof invoiceSchema>;

/** How the file is laid out. */
export const layoutSchema = z.enum(['json', 'csv', 'mail', 'table']);
export type Layout = z.infer<typeof layoutSchema>;
