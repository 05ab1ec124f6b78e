import { Span } from 'backstage-plugin-workflow-runs-node';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matchesThat } from './matches';

/** Numbers of persons by country: what they look like, and what else has to be right. */
const IDS: [pattern: RegExp, isReal: (found: string) => boolean][] = [
  // USA, social security number: it has no check digit, so only as it is usually written.
  [
    /\d(?<![\w-].)\d\d-\d\d-\d{4}(?![\w-])/g,
    found => !/^(?:000|666|9)|-00-|-0000$/.test(found),
  ],
  // United Kingdom, national insurance number.
  [
    /[A-CEGHJ-PR-TW-Z](?<![A-Za-z\d-].)[A-CEGHJ-NPR-TW-Z]( ?)\d{2}\1\d{2}\1\d{2}\1[A-D](?![A-Za-z\d-])/g,
    found => !/^(?:BG|GB|NK|KN|TN|NT|ZZ)/.test(found),
  ],
  // Germany, tax number of a person.
  [/[1-9](?<![\w.-].)\d{10}(?![\w-]|\.\d)/g, isSteuerId],
  // France, number of a person (NIR).
  [
    /[12](?<![\w.-].) ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\w-]|\.\d)/g,
    isNir,
  ],
  // Spain, number of a person (DNI) or of a foreigner (NIE).
  [/[\dXYZ](?<![\w.-].)\d{7}-?[A-HJ-NP-TV-Z](?![\w-])/g, isDni],
  // Italy, fiscal code.
  [
    /[A-Z](?<![\w-].)[A-Z]{5}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?![\w-])/g,
    isCodiceFiscale,
  ],
];

/** Numbers by which states know persons; those of other countries have to be found by their keys. */
export const nationalId: Detector = {
  id: 'national_id',
  needs: Has.digits6,
  detect(text) {
    const spans: Span[] = [];
    for (const [pattern, isReal] of IDS) {
      for (const span of matchesThat(text, pattern, isReal)) spans.push(span);
    }
    return spans;
  },
};

/** One digit is there twice or three times; check digit of ISO 7064, MOD 11,10. */
function isSteuerId(found: string): boolean {
  const counts = new Map<string, number>();
  for (const digit of found.slice(0, 10)) {
    counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  const repeated = [...counts.values()].filter(count => count > 1);
  if (repeated.length !== 1 || repeated[0] > 3) return false;
  let product = 10;
  for (const digit of found.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(found[10]);
}

/** The last two digits complete the others to a multiple of 97; Corsica has letters. */
function isNir(found: string): boolean {
  const digits = found.replace(/ /g, '');
  const number = digits.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(number) % 97n) === Number(digits.slice(13));
}

function isDni(found: string): boolean {
  const digits = found
    .replace('-', '')
    .slice(0, -1)
    .replace(/^[XYZ]/, first => String('XYZ'.indexOf(first)));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === found.at(-1);
}

const ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
  22, 25, 24, 23,
];

/** Decree of 23 December 1976: odd places by a table, even ones by their order. */
function isCodiceFiscale(found: string): boolean {
  let sum = 0;
  for (let place = 0; place < 15; place += 1) {
    const char = found[place];
    const value = /\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65;
    sum += place % 2 === 0 ? ODD[value] : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === found[15];
}
