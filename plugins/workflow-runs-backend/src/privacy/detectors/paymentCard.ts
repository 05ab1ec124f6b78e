import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matchesThat } from './matches';

const CANDIDATE =
  /\d(?<![\w.-].)\d{3}(?:\d{9,15}|([ -])\d{4}\1\d{4}\1\d{1,7}|([ -])\d{6}\2\d{4,5})(?![\w-]|\.\d)/g;

/** First digits of issuers with the lengths of their numbers (ISO/IEC 7812). */
const ISSUERS: [first: RegExp, lengths: number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^3(?:0[0-5]|[689])/, [14, 16, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:50|5[6-8]|6[37])/, [16, 18, 19]],
];

/** Numbers of payment cards, alone or in groups, with an issuer's length and Luhn's check digit. */
export const paymentCard: Detector = {
  id: 'payment_card',
  needs: Has.digits13,
  detect: text =>
    matchesThat(text, CANDIDATE, found => {
      const digits = found.replace(/[ -]/g, '');
      return (
        ISSUERS.some(
          ([first, lengths]) =>
            lengths.includes(digits.length) && first.test(digits),
        ) && passesLuhn(digits)
      );
    }),
};

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
