import { wordsOf } from './words';

const cases: [string, string][] = [
  ['Hello, World!', 'hello world'],
  ['INV-2026/7 v1.5', 'inv 2026 7 v1 5'],
  ['order_id', 'order id'],
  ['a@b.com https://x.io/y?z=1', 'a b com https x io y z 1'],
  ['Größe CAFÉ naïve', 'große cafe naive'],
  ['ﬁle ① ²', 'file 1 2'],
  ['<b>bold</b>', 'b bold b'],
  ['Привет', 'привет'],
  ['東京タワーx', '東 京 タ ワ ーx'],
  ['हिन्दी', 'हिन्दी'],
  ['🚀 — “”', ''],
  ["o'clock", 'o clock'],
  ['', ''],
];

it.each(cases)('the words of %j are %j', (text, words) => {
  expect(wordsOf(text).join(' ')).toBe(words);
});

it('a long word is known by its beginning, and never by half a character', () => {
  expect(wordsOf('x'.repeat(100))).toEqual(['x'.repeat(64)]);
  expect(wordsOf(`${'x'.repeat(63)}𝒳𐐷y`)).toEqual([`${'x'.repeat(64)}`]);
  expect(wordsOf(`${'x'.repeat(63)}𐐷y`)).toEqual(['x'.repeat(63)]);
});
