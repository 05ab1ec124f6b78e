import { cleanText } from '../privacy/Redactor';

/** Shorter texts would be found where they mean something else. */
const MIN_PIECE = 6;
/** A line of a secret of several lines that is worth to be looked for. */
const MIN_LINE = 16;

/**
 * The ways in which a secret may turn up in what a handler leaves behind: as it is, line by line, in
 * JSON (also within a string of JSON), in URLs, in names of files, in hexadecimal, and in base64, also in the
 * middle of something else that was encoded.
 */
export function encodingsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter(line => line.length >= MIN_LINE);
  const found = [secret, secret.trim(), ...lines].flatMap(text => {
    const inJson = JSON.stringify(text).slice(1, -1);
    const bytes = Buffer.from(text);
    const inUrl = encodeURIComponent(cleanText(text));
    return [
      text,
      inJson,
      JSON.stringify(inJson).slice(1, -1),
      inUrl,
      inUrl.replace(/%[0-9A-F]{2}/g, escaped => escaped.toLowerCase()),
      inUrl.replace(/%20/g, '+'),
      encodeURI(cleanText(text)),
      text.replace(/[/\\]/g, '_'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      ...base64Of(bytes),
    ];
  });
  return [...new Set(found)].filter(({ length }) => length >= MIN_PIECE);
}

/**
 * What is certain of the base64 of bytes wherever they stand: three bytes become four characters, so
 * those at the edges depend on the neighbours.
 */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap(before => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    const piece = padded.toString('base64').slice(start, end);
    return [piece, piece.replace(/\+/g, '-').replace(/\//g, '_')];
  });
}
