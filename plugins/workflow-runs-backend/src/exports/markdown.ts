import { RunSummary, SummaryCell, SummaryTable } from './summaryOf';

/**
 * What Markdown goes by within a line, and what GitHub makes a link or a mention of. Dollars are formulas
 * in notebooks, and pipes end cells: they are entities, for not every parser knows them escaped.
 */
const INLINE = /[\\`*_[\]~@]|:(?=\/\/)|(?<=\bwww)\./gi;
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  $: '&#36;',
};

/** Text that stays text, on one line and in its own direction, whatever it looks like. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .replace(INLINE, '\\$&')
      // At the beginning of a line: headings and lists.
      .replace(/^[#+=-]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/[&<>|$]/g, character => ENTITIES[character])
  );
}

/** What comes before tables and values: for a notebook, which has them as data. */
export function markdownStory(summary: RunSummary): string {
  return paragraphs([
    `# ${escapeMarkdown(summary.title)}`,
    escapeMarkdown(summary.story.join(' ')),
    table({ columns: ['', ''], rows: summary.facts }),
    ...summary.notes.map(note => `> ${escapeMarkdown(note)}`),
  ]);
}

/** A summary as Markdown of GitHub’s flavour. */
export function renderMarkdown(summary: RunSummary): string {
  return paragraphs([
    markdownStory(summary).trimEnd(),
    ...summary.tables.flatMap(({ title, note, ...rest }) => [
      `## ${title}`,
      table(rest),
      ...(note ? [escapeMarkdown(note)] : []),
    ]),
    ...summary.values.flatMap(({ title, text, note }) => [
      `## ${title}`,
      ...(note ? [escapeMarkdown(note)] : []),
      codeBlock(text),
    ]),
  ]);
}

function paragraphs(parts: string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function table({
  columns,
  rows,
}: Pick<SummaryTable, 'columns' | 'rows'>): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(row => line(row.map(cellText))),
  ].join('\n');
}

/** @remarks URLs are our own: signed, with nothing in them that Markdown goes by. */
function cellText(cell: SummaryCell): string {
  return typeof cell === 'string'
    ? escapeMarkdown(cell)
    : `[${escapeMarkdown(cell.text)}](<${cell.url}>)`;
}

/** The fence is longer than any that is inside. */
function codeBlock(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(run => run.length + 1)));
  return `${fence}json\n${text}\n${fence}`;
}
