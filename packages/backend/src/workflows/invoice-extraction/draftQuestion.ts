import { InvoiceContext, InvoiceHandlers } from './definition';
import { formatCents } from './amounts';

const FILE = 'question.txt';

export const draftQuestion: InvoiceHandlers['draft_question'] =
  async context => {
    await context.artifacts.add({
      name: FILE,
      contentType: 'text/plain',
      content: toMessage(context),
    });
    context.logger.info(`Wrote ${FILE}`);
    return { file: FILE };
  };

function toMessage({ outputs }: InvoiceContext): string {
  const { number, contact, currency, totalCents } = outputs.extract_fields!;
  const { differenceCents } = outputs.validate_totals!;
  const doubt =
    differenceCents === null
      ? 'some of its amounts cannot be read. Please send it again.'
      : `its total of ${formatCents(
          totalCents,
          currency,
        )} and the sum of its lines differ by ${formatCents(
          Math.abs(differenceCents),
          currency,
        )}. Please correct it.`;
  return `To: ${contact.email ?? 'unknown'}
Subject: Your invoice ${number ?? 'of this month'}

Dear ${contact.name ?? 'supplier'},

thank you for your invoice. We cannot pay it yet: ${doubt}
`;
}
