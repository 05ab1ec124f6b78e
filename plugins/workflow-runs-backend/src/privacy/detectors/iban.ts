import { isValidIBAN } from 'ibantools';
import { Has } from '../shapeOf';
import { Detector } from './Detector';
import { matches } from './matches';

const CANDIDATE =
  /[A-Z](?<![A-Z\d].)[A-Z]\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/gi;

/** International bank account numbers whose length, form and check digits are right. */
export const iban: Detector = {
  id: 'iban',
  needs: Has.digits8,
  detect: text =>
    matches(text, CANDIDATE, ({ 0: found, index: start }) => {
      const length = lengthOfIban(found);
      return length > 0 ? { start, end: start + length } : undefined;
    }),
};

/** Words behind a number in groups look like more of it. */
function lengthOfIban(candidate: string): number {
  let rest = candidate;
  while (rest.length >= 15) {
    if (isValidIBAN(rest.replace(/ /g, '').toUpperCase())) return rest.length;
    const space = rest.lastIndexOf(' ');
    if (space < 0) return 0;
    rest = rest.slice(0, space);
  }
  return 0;
}
