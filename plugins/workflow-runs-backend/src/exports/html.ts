import { RunSummary, SummaryCell, SummaryTable } from './summaryOf';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Texts that turn the direction of reading do it in their own place alone. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, p, dd, td, pre { unicode-bidi: isolate; }
.story { font-size: 1.125rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; }
dt { opacity: 0.75; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
th { white-space: nowrap; }
pre { border: 1px solid #8886; border-radius: 4px; padding: 0.75rem; white-space: pre-wrap; }
`;

/** The policy is in the file as well: a file that was saved has no headers. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** A summary as one page: no script, and nothing loaded from elsewhere. */
export function renderHtml(summary: RunSummary): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(summary.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(summary.title)}</h1>
<p class="story">${escapeHtml(summary.story.join(' '))}</p>
<dl>
${summary.facts
  .map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value)}</dd>`)
  .join('\n')}
</dl>
${[
  ...summary.notes.map(paragraph),
  ...summary.tables.map(tableHtml),
  ...summary.values.map(valueHtml),
].join('\n')}
</body>
</html>
`;
}

function tableHtml({ title, columns, rows, note }: SummaryTable): string {
  return `<h2>${title}</h2>
<table>
<thead><tr>${columns
    .map(column => `<th scope="col">${column}</th>`)
    .join('')}</tr></thead>
<tbody>
${rows
  .map(
    row => `<tr>${row.map(cell => `<td>${cellHtml(cell)}</td>`).join('')}</tr>`,
  )
  .join('\n')}
</tbody>
</table>${note ? `\n${paragraph(note)}` : ''}`;
}

function valueHtml({
  title,
  text,
  note,
}: RunSummary['values'][number]): string {
  return `<h2>${title}</h2>${note ? `\n${paragraph(note)}` : ''}
<pre>${escapeHtml(text)}</pre>`;
}

function cellHtml(cell: SummaryCell): string {
  return typeof cell === 'string'
    ? escapeHtml(cell)
    : `<a href="${escapeHtml(cell.url)}">${escapeHtml(cell.text)}</a>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

/** What others wrote is text, whatever it looks like. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}
