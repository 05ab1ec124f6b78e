type Cell = string | number;

/** A page of its own: no script, and nothing loaded from elsewhere. `body` is HTML, `title` is text. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.25rem 0.75rem; border-bottom: 1px solid #8886; vertical-align: top; }
.score { font-size: 2.5rem; font-weight: 600; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A table under a heading; every cell is text. */
export function htmlTable(
  title: string,
  headers: readonly string[],
  rows: readonly Cell[][],
): string {
  const cells = (tag: 'th' | 'td', values: readonly Cell[]) =>
    `<tr>${values
      .map(value => `<${tag}>${escapeHtml(value)}</${tag}>`)
      .join('')}</tr>`;
  if (rows.length === 0) return `<h2>${escapeHtml(title)}</h2>\n<p>None</p>`;
  return `<h2>${escapeHtml(title)}</h2>
<table>
<thead>${cells('th', headers)}</thead>
<tbody>
${rows.map(row => cells('td', row)).join('\n')}
</tbody>
</table>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What others wrote is text, whatever it looks like. */
export function escapeHtml(value: Cell): string {
  return String(value).replace(/[&<>"']/g, character => ENTITIES[character]);
}
