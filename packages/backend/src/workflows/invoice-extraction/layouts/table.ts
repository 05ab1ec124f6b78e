import { parseCents, parseQuantity } from '../amounts';
import { findIban } from '../iban';
import { Invoice } from '../invoice';

/** A letter with labels, in English or German, and columns that at least two blanks set apart. */
export function parseTable(text: string): Invoice {
  const label = (names: string) =>
    new RegExp(`^(?:${names}):\\s+(.+?)\\s*$`, 'm').exec(text)?.[1] ?? null;
  const issuedOn = label('Date|Datum');
  return {
    number: label('Invoice number|Rechnung Nr\\.'),
    supplier: text.split(/\s{2,}|\n/)[0] || null,
    contact: {
      name: label('Contact|Ansprechpartner'),
      email: label('E-mail|E-Mail'),
    },
    iban: findIban(text),
    issuedOn: issuedOn && /^\d{4}-\d\d-\d\d$/.test(issuedOn) ? issuedOn : null,
    currency: label('Currency|Währung'),
    lines: rowsOf(text).map(([description, quantity, price, amount]) => ({
      description,
      quantity: parseQuantity(quantity),
      unitCents: parseCents(price),
      amountCents: parseCents(amount),
    })),
    totalCents: parseCents(label('Total|Gesamt') ?? undefined),
  };
}

/** What stands between the ruled line and the blank one. */
function rowsOf(text: string): string[][] {
  const [, rows = ''] = /^-{10,}\n(.*?)\n\n/ms.exec(text) ?? [];
  return rows
    .split('\n')
    .filter(Boolean)
    .map(row => row.split(/\s{2,}/));
}
