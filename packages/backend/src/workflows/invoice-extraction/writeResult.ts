import { InvoiceHandlers } from './definition';
import { InvoiceReport, toHtml, toMarkdown } from './summary';

export const writeResult: InvoiceHandlers['write_result'] = async ({
  runId,
  input,
  outputs,
  artifacts,
  logger,
}) => {
  const report: InvoiceReport = {
    runId,
    file: input.file,
    invoice: outputs.extract_fields!,
    validation: outputs.validate_totals!,
  };
  const files = [
    {
      name: 'invoice.json',
      contentType: 'application/json',
      content: `${JSON.stringify(report, null, 2)}\n`,
    },
    {
      name: 'summary.md',
      contentType: 'text/markdown',
      content: toMarkdown(report),
    },
    { name: 'summary.html', contentType: 'text/html', content: toHtml(report) },
  ];
  for (const file of files) {
    await artifacts.add(file);
    logger.info(`Wrote ${file.name}`);
  }
  return { files: files.map(({ name }) => name) };
};
