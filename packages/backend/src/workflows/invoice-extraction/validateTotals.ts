import { InvoiceHandlers, InvoiceOutputs } from './definition';
import { isIban } from './iban';
import { Invoice } from './invoice';

type Checked = InvoiceOutputs['check_lines'];

/** What speaks for an invoice. An amount counts more than an address. */
const CHECKS: readonly {
  weight: number;
  otherwise: string;
  holds: (invoice: Invoice, checked: Checked) => boolean;
}[] = [
  {
    weight: 4,
    otherwise: 'The total is not the sum of the lines',
    holds: invoice => totalDifference(invoice) === 0,
  },
  {
    weight: 2,
    otherwise: 'A line is not quantity times price',
    holds: (_, { results }) =>
      results.length > 0 && results.every(line => line?.differenceCents === 0),
  },
  {
    weight: 1,
    otherwise: 'The number of the invoice is missing',
    holds: ({ number }) => number !== null,
  },
  {
    weight: 1,
    otherwise: 'The date is missing',
    holds: ({ issuedOn }) => issuedOn !== null,
  },
  {
    weight: 1,
    otherwise: 'The e-mail address of the contact is missing or wrong',
    holds: ({ contact }) => /^[^@\s]+@[^@\s]+$/.test(contact.email ?? ''),
  },
  {
    weight: 1,
    otherwise: 'The IBAN is missing or wrong',
    holds: ({ iban }) => iban !== null && isIban(iban),
  },
];

export const validateTotals: InvoiceHandlers['validate_totals'] = {
  run: ({ outputs, logger }) => {
    const invoice = outputs.extract_fields!;
    const { score, failed } = judge(invoice, outputs.check_lines!);
    for (const reason of failed) logger.warn(reason);
    logger.info(`The score is ${score}`);
    return { score, failed, differenceCents: totalDifference(invoice) };
  },
  validators: {
    plausible: ({ input: { askBelow } }, { score, failed }) => ({
      passed: score >= askBelow,
      score,
      reasons: failed,
    }),
  },
};

/** The share of the checks that hold, by weight, and what to say of the others. */
export function judge(
  invoice: Invoice,
  checked: Checked,
): { score: number; failed: string[] } {
  const failed = CHECKS.filter(({ holds }) => !holds(invoice, checked));
  const weightOf = (checks: typeof CHECKS) =>
    checks.reduce((sum, { weight }) => sum + weight, 0);
  return {
    score: (weightOf(CHECKS) - weightOf(failed)) / weightOf(CHECKS),
    failed: failed.map(({ otherwise }) => otherwise),
  };
}

/** What the total has too much; null where it, or a line, could not be read. */
export function totalDifference({ lines, totalCents }: Invoice): number | null {
  let sum = 0;
  for (const { amountCents } of lines) {
    if (amountCents === null) return null;
    sum += amountCents;
  }
  return totalCents === null ? null : totalCents - sum;
}
