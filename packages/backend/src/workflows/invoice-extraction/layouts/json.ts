import { z } from 'zod';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { parseCents } from '../amounts';
import { Invoice } from '../invoice';

const documentSchema = z.object({
  invoice: z.string(),
  issued: z.string(),
  supplier: z.string(),
  contact: z.object({ name: z.string(), email: z.string() }),
  payment: z.object({ iban: z.string(), currency: z.string() }),
  items: z.array(
    z.object({
      text: z.string(),
      quantity: z.number(),
      price: z.string(),
      amount: z.string(),
    }),
  ),
  total: z.string(),
});

/** @throws StepFailure where it is no invoice at all: then there is nothing for anybody to decide */
export function parseJson(text: string): Invoice {
  const parsed = documentSchema.safeParse(toJson(text));
  if (!parsed.success) throw notAnInvoice(z.prettifyError(parsed.error));
  const { invoice, issued, supplier, contact, payment, items, total } =
    parsed.data;
  return {
    number: invoice,
    supplier,
    contact,
    iban: payment.iban,
    issuedOn: issued,
    currency: payment.currency,
    lines: items.map(item => ({
      description: item.text,
      quantity: item.quantity,
      unitCents: parseCents(item.price),
      amountCents: parseCents(item.amount),
    })),
    totalCents: parseCents(total),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notAnInvoice(String(error));
  }
}

function notAnInvoice(why: string): StepFailure {
  return new StepFailure('validation_failed', `It is no invoice: ${why}`, {
    code: 'not_an_invoice',
  });
}
