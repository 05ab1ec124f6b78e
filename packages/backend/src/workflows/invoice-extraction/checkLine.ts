import { InvoiceHandlers } from './definition';
import { InvoiceLine } from './invoice';

export const checkLine: InvoiceHandlers['check_lines'] = ({ item, logger }) => {
  const { description } = item.value;
  const differenceCents = differenceOf(item.value);
  if (differenceCents !== 0) {
    logger.warn(
      differenceCents === null
        ? `Line ${item.index + 1} cannot be read: ${description}`
        : `Line ${
            item.index + 1
          } is off by ${differenceCents} cents: ${description}`,
    );
  }
  return { description, differenceCents };
};

/** What a line has too much; null where it could not be read. */
export function differenceOf(line: InvoiceLine): number | null {
  const { quantity, unitCents, amountCents } = line;
  if (quantity === null || unitCents === null || amountCents === null) {
    return null;
  }
  return amountCents - quantity * unitCents;
}
