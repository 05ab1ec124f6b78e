import { escapeHtml, htmlPage, htmlTable } from '../../../html-page';
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

export function toHtml(report: HealthReport): string {
  const { runId, writtenAt, counts, score, findings } = report;
  const total = score.errors + score.warnings;
  return htmlPage(
    `Catalog health: ${score.score}`,
    `<h1>Catalog health</h1>
<p><span class="score">${escapeHtml(score.score)}</span> of 100, ${escapeHtml(
      score.grade,
    )}: ${counted(score.errors, 'error')} and ${counted(
      score.warnings,
      'warning',
    )} in ${escapeHtml(counts.total)} entities</p>
<p>Run ${escapeHtml(runId)}, <time>${escapeHtml(
      writtenAt.toISOString(),
    )}</time></p>
${htmlTable(
  'Entities',
  ['Kind', 'Count'],
  Object.entries(counts.byKind).map(([kind, count]) => [kind, count]),
)}
${htmlTable(
  'Most findings',
  ['Entity', 'Findings'],
  score.worst.map(worst => [worst.entity, worst.findings]),
)}
${htmlTable(
  findings.length < total
    ? `Findings (the first ${findings.length} of ${total})`
    : 'Findings',
  ['Entity', 'Severity', 'Finding'],
  findings.map(finding => [finding.entity, finding.severity, finding.detail]),
)}`,
  );
}

function counted(count: number, noun: string): string {
  return escapeHtml(`${count} ${noun}${count === 1 ? '' : 's'}`);
}
