import { isValidIBAN } from 'ibantools';
import { Span } from 'backstage-plugin-workflow-runs-node';
import { Detector } from './Detector';

const CANDIDATE =
  /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/gi;

/** International bank account numbers whose length, form and check digits are right. */
export const iban: Detector = {
  id: 'iban',
  mayFind: ({ digits, longestRun }) => digits >= 8 && longestRun >= 4,
  detect(text) {
    const spans: Span[] = [];
    for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
      const length = lengthOfIban(found);
      if (length > 0) spans.push({ start: index, end: index + length });
    }
    return spans;
  },
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
