import { parseCents, parseQuantity } from '../amounts';
import { Invoice } from '../invoice';

/** A block of names and values, a row of headings, the lines, and a row with the total. */
export function parseCsv(text: string): Invoice {
  const rows = text
    .split(/\r?\n/)
    .filter(Boolean)
    .map(row => row.split(';'));
  const headings = rows.findIndex(([first]) => first === 'text');
  const value = (name: string) =>
    rows.find(([first]) => first === name)?.at(-1) ?? null;
  return {
    number: value('invoice'),
    supplier: value('supplier'),
    contact: { name: value('contact'), email: value('e-mail') },
    iban: value('iban'),
    issuedOn: value('date'),
    currency: value('currency'),
    lines: rows
      .slice(headings + 1)
      .filter(([first]) => first !== 'total')
      .map(([description, quantity, price, amount]) => ({
        description,
        quantity: parseQuantity(quantity),
        unitCents: parseCents(price),
        amountCents: parseCents(amount),
      })),
    totalCents: parseCents(value('total') ?? undefined),
  };
}
