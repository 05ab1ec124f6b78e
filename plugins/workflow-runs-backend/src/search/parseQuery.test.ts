import { parseQuery } from './parseQuery';

/** As it is understood: `*` where a word may go on. */
const understood = (text: string) => {
  const { required, excluded } = parseQuery(text);
  const [yes, no] = [required, excluded].map(phrases =>
    phrases
      .map(({ words, isPrefix }) => words.join('+') + (isPrefix ? '*' : ''))
      .join(' '),
  );
  return no ? `${yes} not ${no}`.trim() : yes;
};

const cases: [string, string][] = [
  ['payment', 'payment*'],
  ['payment failed', 'payment failed*'],
  ['  payment   failed  ', 'payment failed*'],
  ['payment.', 'payment'],
  ['pa', 'pa'],
  ['"payment"', 'payment'],
  ['"payment failed"', 'payment+failed'],
  ['"payment failed', 'payment+failed'],
  ['payment "failed" done', 'payment failed done*'],
  ['pay"ment failed"', 'pay ment+failed'],
  ['-payment', 'not payment'],
  ['order -payment', 'order not payment'],
  ['order -"payment failed"', 'order not payment+failed'],
  ['order - payment', 'order payment*'],
  ['order --payment', 'order not payment'],
  ['"-payment"', 'payment'],
  ['re-run', 're+run*'],
  ['INV-2026/7', 'inv+2026+7'],
  ['INV-2026/700', 'inv+2026+700*'],
  ['order_id:42', 'order+id+42'],
  ['a AND b OR NOT c', 'a and b or not c'],
  ['NEAR(a b)', 'near+a b'],
  ['words:x*', 'words+x'],
  ["it's", 'it+s'],
  ['a & b | !c <-> d:*', 'a b c d'],
  ['-', ''],
  ['""', ''],
  ['"', ''],
  ['???', ''],
  ['-???', ''],
  ['Größe', 'große*'],
  ['東京', '東+京'],
];

it.each(cases)('%j asks for %j', (text, query) => {
  expect(understood(text)).toBe(query);
});
