import { escapeHtml, htmlPage, htmlTable } from '../../html-page';
import { formatCents } from './amounts';
import { InvoiceOutputs } from './definition';
import { Invoice } from './invoice';

/** What is kept of a run. */
export interface InvoiceReport {
  runId: string;
  file: string;
  invoice: Invoice;
  validation: InvoiceOutputs['validate_totals'];
}

const HEADERS = ['Description', 'Quantity', 'Price', 'Amount'];

export function toMarkdown(report: InvoiceReport): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `# ${titleOf(report)}

${factsOf(report)
  .map(([name, value]) => `- **${name}**: ${value}`)
  .join('\n')}

${[HEADERS, HEADERS.map(() => '---'), ...linesOf(report)].map(row).join('\n')}
`;
}

export function toHtml(report: InvoiceReport): string {
  return htmlPage(
    titleOf(report),
    [
      `<h1>${escapeHtml(titleOf(report))}</h1>`,
      htmlTable('Facts', ['Field', 'Value'], factsOf(report)),
      htmlTable('Lines', HEADERS, linesOf(report)),
    ].join('\n'),
  );
}

function titleOf({ invoice }: InvoiceReport): string {
  return `Invoice ${invoice.number ?? 'without a number'}`;
}

function factsOf({
  runId,
  file,
  invoice,
  validation,
}: InvoiceReport): [string, string][] {
  const { supplier, contact, iban, issuedOn, totalCents, currency } = invoice;
  return [
    ['Supplier', supplier ?? '–'],
    ['Contact', [contact.name, contact.email].filter(Boolean).join(', ')],
    ['IBAN', iban ?? '–'],
    ['Date', issuedOn ?? '–'],
    ['Total', formatCents(totalCents, currency)],
    ['Score', validation.score.toFixed(2)],
    ['Doubts', validation.failed.join('; ') || 'none'],
    ['Source', `${file}, run ${runId}`],
  ];
}

function linesOf({ invoice: { lines, currency } }: InvoiceReport): string[][] {
  return lines.map(({ description, quantity, unitCents, amountCents }) => [
    description,
    String(quantity ?? '–'),
    formatCents(unitCents, currency),
    formatCents(amountCents, currency),
  ]);
}
