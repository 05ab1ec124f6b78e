import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

/** `+49 30 1234567`, and `(415) 555-0132`. */
const CANDIDATE =
  /[+(](?<![\w+.-].)(?:(?<=\+)[1-9][\d ().\-/\u00a0]{5,22}\d(?!\d)|(?<=\()\d{3}\) ?\d{3}[-.]\d{4}(?![\d-]))/g;
/** Dates and amounts may stand behind a number: so often one piece is left off. */
const MAX_CUTS = 3;

/**
 * Phone numbers with a country code, or as North America writes them. National numbers of other
 * countries are digits like any others, and are found by their keys only.
 */
export const phone: Detector = {
  id: 'phone',
  needs: Has.plusOrParenthesis | Has.digits6,
  detect: text =>
    matches(text, CANDIDATE, ({ 0: found, index: start }) => {
      const length = lengthOfNumber(found);
      return length > 0 ? { start, end: start + length } : undefined;
    }),
};

function lengthOfNumber(candidate: string): number {
  let rest = candidate;
  for (let cut = 0; cut <= MAX_CUTS && rest.length > 7; cut += 1) {
    if (parsePhoneNumberFromString(rest, 'US')?.isValid()) return rest.length;
    rest = rest.replace(/[ ().\-/\u00a0]+\d{0,23}$/, '');
    if (/^\+?\d*$/.test(rest) && rest.length < 8) break;
  }
  return 0;
}
