import { Artifact } from 'backstage-plugin-workflow-runs-common';

/** How an artifact can be shown: only what a browser shows and never runs. */
export type PreviewKind = 'text' | 'csv' | 'json' | 'image';

const kinds: Record<string, PreviewKind> = {
  'application/json': 'json',
  'application/x-ndjson': 'text',
  'image/gif': 'image',
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'text/csv': 'csv',
  'text/markdown': 'text',
  'text/plain': 'text',
};

/** Bytes that a preview reads at most: more would hold up the page. */
const MOST_BYTES: Record<PreviewKind, number> = {
  text: 2_000_000,
  csv: 2_000_000,
  json: 1_000_000,
  image: 8_000_000,
};

/** How an artifact is shown; `none` where it is no harmless type, `large` where it is too large. */
export function previewOf({
  contentType,
  bytes,
}: Pick<Artifact, 'contentType' | 'bytes'>): PreviewKind | 'none' | 'large' {
  const [type] = contentType.toLowerCase().split(';');
  const kind = Object.hasOwn(kinds, type.trim())
    ? kinds[type.trim()]
    : undefined;
  if (!kind) return 'none';
  return bytes === null || bytes > MOST_BYTES[kind] ? 'large' : kind;
}

/** Cells of CSV as RFC 4180 has them: quoted ones may hold commas, quotes and lines. */
export function parseCsv(text: string, mostRows: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length; i++) {
    const char = text[i];
    if (quoted && char === '"' && text[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (char === '"' && (quoted || cell === '')) {
      quoted = !quoted;
    } else if (char === ',' && !quoted) {
      endCell();
    } else if (char === '\n' && !quoted) {
      endRow();
      if (rows.length >= mostRows) return rows;
    } else if (char !== '\r' || quoted) {
      cell += char;
    }
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
