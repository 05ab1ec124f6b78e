/*
 * What a terminal shows as a picture: text stays text, and every character stands in its cell whichever font the
 * reader has.
 */

const CELL = { width: 8.4, height: 19 };
const PADDING = 16;
const FONT =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

/** The product's own colours in the dark, in the places that programs ask for. */
const COLOURS = {
  1: '#F2786F',
  2: '#4FB477',
  3: '#E3A63C',
  4: '#5BA0F2',
  8: '#98A0AB',
  12: '#5BA0F2',
};
const TEXT = '#E8EAED';
const PAPER = '#1A1D21';

/**
 * @typedef {{ text: string, colour: number | undefined, isBold: boolean }} Cell
 * @param {Cell[][]} cells row by row
 * @returns {string} an SVG
 */
export function toSvg(cells) {
  const width = cells[0].length * CELL.width + 2 * PADDING;
  const height = cells.length * CELL.height + 2 * PADDING;
  const rows = cells.map((row, index) => rowOf(row, index)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(
    width,
  )}" height="${height}" viewBox="0 0 ${Math.ceil(
    width,
  )} ${height}" font-family='${FONT}' font-size="14" xml:space="preserve">
<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>
${rows}</svg>
`;
}

function rowOf(row, index) {
  const y = PADDING + index * CELL.height + 14;
  return spansOf(row)
    .map(({ text, start, length, colour, isBold }) => {
      const x = (PADDING + start * CELL.width).toFixed(1);
      const long = (length * CELL.width).toFixed(1);
      const weight = isBold ? ' font-weight="600"' : '';
      const fill = COLOURS[colour] ?? TEXT;
      return `<text x="${x}" y="${y}" textLength="${long}" fill="${fill}"${weight}>${escape(
        text,
      )}</text>\n`;
    })
    .join('');
}

/** Stretches that look the same; blanks between words belong to them, those around them to nobody. */
function spansOf(row) {
  const spans = [];
  row.forEach(({ text, colour, isBold }, column) => {
    const last = spans.at(-1);
    const isSame = last && last.colour === colour && last.isBold === isBold;
    if (isSame && last.start + last.length === column) {
      last.text += text;
      last.length += 1;
    } else {
      spans.push({ text, start: column, length: 1, colour, isBold });
    }
  });
  return spans.flatMap(trimmed);
}

function trimmed(span) {
  const text = span.text.trim();
  if (text === '') return [];
  const before = span.text.length - span.text.trimStart().length;
  return [
    { ...span, text, start: span.start + before, length: [...text].length },
  ];
}

function escape(text) {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
