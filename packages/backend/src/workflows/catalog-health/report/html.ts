import { CatalogHealthOutputs } from '../definition';
import { Finding } from '../findings';

/** What the page tells. */
export interface HealthReport {
  runId: string;
  writtenAt: Date;
  counts: CatalogHealthOutputs['count_entities'];
  score: CatalogHealthOutputs['score'];
  findings: readonly Finding[];
}

/** A page of its own: no script, and nothing loaded from elsewhere. */
export function toHtml(report: HealthReport): string {
  const { runId, writtenAt, counts, score, findings } = report;
  const total = score.errors + score.warnings;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Catalog health: ${escape(score.score)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.25rem 0.75rem; border-bottom: 1px solid #8886; vertical-align: top; }
.score { font-size: 2.5rem; font-weight: 600; }
</style>
</head>
<body>
<h1>Catalog health</h1>
<p><span class="score">${escape(score.score)}</span> of 100, ${escape(
    score.grade,
  )}: ${counted(score.errors, 'error')} and ${counted(
    score.warnings,
    'warning',
  )} in ${escape(counts.total)} entities</p>
<p>Run ${escape(runId)}, <time>${escape(writtenAt.toISOString())}</time></p>
${table(
  'Entities',
  ['Kind', 'Count'],
  Object.entries(counts.byKind).map(([kind, count]) => [kind, count]),
)}
${table(
  'Most findings',
  ['Entity', 'Findings'],
  score.worst.map(worst => [worst.entity, worst.findings]),
)}
${table(
  findings.length < total
    ? `Findings (the first ${findings.length} of ${total})`
    : 'Findings',
  ['Entity', 'Severity', 'Finding'],
  findings.map(finding => [finding.entity, finding.severity, finding.detail]),
)}
</body>
</html>
`;
}

type Cell = string | number;

function table(
  title: string,
  headers: readonly string[],
  rows: readonly Cell[][],
): string {
  const cells = (tag: 'th' | 'td', values: readonly Cell[]) =>
    `<tr>${values
      .map(value => `<${tag}>${escape(value)}</${tag}>`)
      .join('')}</tr>`;
  if (rows.length === 0) return `<h2>${escape(title)}</h2>\n<p>None</p>`;
  return `<h2>${escape(title)}</h2>
<table>
<thead>${cells('th', headers)}</thead>
<tbody>
${rows.map(row => cells('td', row)).join('\n')}
</tbody>
</table>`;
}

function counted(count: number, noun: string): string {
  return escape(`${count} ${noun}${count === 1 ? '' : 's'}`);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What entities say is text, whatever it looks like. */
function escape(value: Cell): string {
  return String(value).replace(/[&<>"']/g, character => ENTITIES[character]);
}
