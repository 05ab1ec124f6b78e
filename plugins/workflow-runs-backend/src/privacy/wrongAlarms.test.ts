import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testPrivacy } from '../__testUtils__/testPrivacy';

const redactor = testPrivacy().redactor();
const LINES = readFileSync(
  join(__dirname, '__fixtures__', 'technicalText.txt'),
  'utf8',
)
  .trim()
  .split('\n');

/** Always the same numbers: a linear congruential generator (Numerical Recipes). */
function numbersFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const next = numbersFrom(41);
const some = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
const HEX = '0123456789abcdef';
const DIGITS = '0123456789';

/** What systems name things by; what share of them may be taken for something else at most. */
const NAMES: [what: string, make: () => string, share: number][] = [
  [
    'UUIDs',
    () => [8, 4, 4, 4, 12].map(length => some(HEX, length)).join('-'),
    0,
  ],
  ['ULIDs', () => `01${some('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 24)}`, 0],
  ['hashes of Git', () => some(HEX, 40), 0],
  ['ids of spans', () => some(HEX, 16), 0.002],
  ['order numbers of 10 digits', () => `45${some(DIGITS, 8)}`, 0],
  [
    'numbers of 8 digits and a letter',
    () => `${some(DIGITS, 8)}${some('ABCDEFGH', 1)}`,
    0.06,
  ],
  ['numbers of 11 digits', () => some(DIGITS, 11), 0.005],
  ['numbers of 13 digits', () => some(DIGITS, 13), 0.02],
  ['numbers of 16 digits', () => some(DIGITS, 16), 0.05],
  ['times in milliseconds', () => `17${some(DIGITS, 11)}`, 0],
  ['times in nanoseconds', () => `17${some(DIGITS, 17)}`, 0],
  ['versions', () => `${next(20)}.${next(100)}.${next(1000)}`, 0],
  [
    'names of pods',
    () => `orders-${some(HEX, 10)}-${some('bcdfghjklmnpqrstvwxz2456789', 5)}`,
    0,
  ],
];

describe('ordinary technical text', () => {
  it.each(LINES)('is left as it is: %s', line => {
    expect(redactor.text(line)).toBe(line);
  });

  it.each(NAMES)('%s are rarely taken for something else', (_, make, share) => {
    const alarms = Array.from({ length: 20_000 }, make).filter(
      name => redactor.text(`item ${name} is done`) !== `item ${name} is done`,
    );
    expect(alarms.length / 20_000).toBeLessThanOrEqual(share);
  });
});
