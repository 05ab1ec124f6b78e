import { formatCents } from './amounts';
import { InvoiceHandlers } from './definition';
import { parseInvoice } from './layouts';
import { thinking } from './thinking';

export const extractFields =
  (thinkMs: number = 1_500): InvoiceHandlers['extract_fields'] =>
  async context => {
    const { read_invoice, classify } = context.outputs;
    const { text } = read_invoice!;
    const invoice = await thinking(context, text, thinkMs, () =>
      parseInvoice(text, classify!.layout),
    );
    const { number, supplier, contact, lines, totalCents, currency } = invoice;
    // As real extractors do, it says whom it has read about.
    context.logger.info(
      `Invoice ${number} of ${supplier}, ${contact.name} <${contact.email}>, IBAN ${invoice.iban}`,
    );
    context.logger.info(
      `${lines.length} lines, ${formatCents(totalCents, currency)} in total`,
    );
    return invoice;
  };
