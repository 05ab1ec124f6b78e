import { Invoice, Layout } from '../invoice';
import { parseCsv } from './csv';
import { parseJson } from './json';
import { parseMail } from './mail';
import { parseTable } from './table';

const PARSERS: Record<Layout, (text: string) => Invoice> = {
  json: parseJson,
  csv: parseCsv,
  mail: parseMail,
  table: parseTable,
};

export function layoutOf(text: string): Layout {
  if (text.trimStart().startsWith('{')) return 'json';
  if (/^From: /m.test(text)) return 'mail';
  if (/^\w+(;[^;\n]*){3}$/m.test(text)) return 'csv';
  return 'table';
}

/** What can be read; the rest is null. */
export function parseInvoice(text: string, layout: Layout): Invoice {
  return PARSERS[layout](text);
}
