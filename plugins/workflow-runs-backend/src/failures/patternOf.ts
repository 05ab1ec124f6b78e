import { classOf } from './classOf';

/** Characters of a message that are looked at, and of a pattern that are kept. */
const MAX_READ = 20_000;
const MAX_PATTERN = 500;
/** A text in quotes is no longer; beyond, the sign is no quote. */
const MAX_QUOTED = 300;
/** Longer words are not read by people either. */
const MAX_WORD = 200;

const QUOTES: Record<string, string> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '«': '»',
};
/** Colors of a terminal. */
// eslint-disable-next-line no-control-regex
const COLOR = /\u001b\[[\d;]{0,20}[a-z]/gi;
/** A URL, a piece that means something by itself, or a sign that keeps two apart. */
const PIECE =
  /[a-z][a-z+.-]{1,20}:\/\/[^\s<>"'`]+|[^\s=,;()[\]{}|<>"'`“”«»]+|[=,;()[\]{}|<>]/gi;
const LETTER = /[\p{L}\p{N}_]/u;

/** Words before a quoted name that is part of the code: two of them are two problems. */
const NAMES_CODE = new Set(
  `action argument attribute attributeerror bucket class column command constraint database enum event
  extension field flag function handler header index key keyerror method model module operation operator
  option output package param parameter permission plugin policy privilege procedure property queue reading
  relation resource role rule schema scope sequence setting stage step table task template topic trigger type
  variable view workflow`.split(/\s+/),
);
/** A name in code: it holds no number by which it could be one of many. */
const NAME = /^[a-z_$][a-z_$]*(?:[-.:/][a-z_$]+)*$/i;

/**
 * What a message says, without what differs from run to run: ids, numbers, hashes, paths, hosts, addresses,
 * times, durations and quoted values. It takes time in proportion to the message: no expression here looks
 * at more than a word, and words have an end.
 */
export function patternOf(message: string): string {
  const plain = message.slice(0, MAX_READ).replace(COLOR, '');
  const said: string[] = [];
  for (const part of partsOf(plain)) {
    if ('quoted' in part) {
      said.push(isCode(part, said) ? part.quoted : '<value>');
      continue;
    }
    for (const piece of part.text.match(PIECE) ?? []) {
      const word = piece.length > MAX_WORD ? '<id>' : classOf(piece, said);
      if (word) said.push(word);
    }
  }
  return squeeze(said).join(' ').toLowerCase().slice(0, MAX_PATTERN).trim();
}

type Part = { text: string } | { quoted: string; isField: boolean };

/** The message in turns of plain and quoted text. */
function* partsOf(message: string): Generator<Part> {
  let from = 0;
  for (let at = 0; at < message.length; at++) {
    const closing = QUOTES[message[at]];
    // An apostrophe stands behind a letter.
    if (!closing || LETTER.test(message[at - 1] ?? '')) continue;
    const end = endOf(message, at + 1, closing);
    if (end === undefined) continue;
    yield { text: message.slice(from, at) };
    yield {
      quoted: message.slice(at + 1, end),
      isField: message[end + 1] === ':',
    };
    from = end + 1;
    at = end;
  }
  yield { text: message.slice(from) };
}

function endOf(
  message: string,
  from: number,
  closing: string,
): number | undefined {
  const last = Math.min(message.length, from + MAX_QUOTED);
  for (let at = from; at < last; at++) {
    if (message[at] !== closing) continue;
    if (message[at - 1] === '\\') continue;
    if (!LETTER.test(message[at + 1] ?? '')) return at;
  }
  return undefined;
}

/** Whether a quoted text names something in the code, such as a constraint. */
function isCode(
  { quoted, isField }: { quoted: string; isField: boolean },
  said: readonly string[],
): boolean {
  if (!NAME.test(quoted.slice(0, MAX_WORD + 1)) || quoted.length > MAX_WORD) {
    return false;
  }
  const before = said[said.length - 1]?.toLowerCase().replace(/:$/, '');
  return isField || (before !== undefined && NAMES_CODE.has(before));
}

/** Lists of values are as long as they happen to be. */
function squeeze(said: readonly string[]): string[] {
  const kept: string[] = [];
  for (const word of said) {
    const last = kept[kept.length - 1];
    if (isClass(word) && last === word) continue;
    if (isClass(word) && last === ',' && kept[kept.length - 2] === word) {
      kept.pop();
      continue;
    }
    kept.push(word);
  }
  return kept;
}

function isClass(word: string): boolean {
  return /^<[a-z]+>$/.test(word);
}
