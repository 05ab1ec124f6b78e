import { parseCents, parseQuantity } from '../amounts';
import { findIban } from '../iban';
import { Invoice } from '../invoice';

const LINE = /^\* (\d+) x (.+) at (\S+) = (\S+)$/gm;

/** A message in which the lines are a list, and the rest is said in sentences. */
export function parseMail(text: string): Invoice {
  const find = (pattern: RegExp) => pattern.exec(text)?.[1] ?? null;
  return {
    number: find(/^Subject: .*invoice (\S+)/im),
    // The signature is the last line: name, company.
    supplier: find(/\n[^,\n]+, ([^\n]+)\s*$/),
    contact: {
      name: find(/^From: (.+) </m),
      email: find(/^From: .*<(.+)>/m),
    },
    iban: findIban(text),
    issuedOn: find(/^Date: (\d{4}-\d\d-\d\d)$/m),
    currency: find(/total of \S+ ([A-Z]{3})/),
    lines: [...text.matchAll(LINE)].map(
      ([, quantity, description, price, amount]) => ({
        description,
        quantity: parseQuantity(quantity),
        unitCents: parseCents(price),
        amountCents: parseCents(amount),
      }),
    ),
    totalCents: parseCents(find(/total of (\S+)/) ?? undefined),
  };
}
