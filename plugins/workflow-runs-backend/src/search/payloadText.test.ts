import { payloadText } from './payloadText';

it('a payload is its keys and values, in their order', () => {
  const content = JSON.stringify({
    order: { id: 42, ok: true, note: null },
    lines: ['a\nb', { sku: 'x"y' }],
  });

  expect(payloadText(content, false)).toBe(
    'order id 42 ok true note lines a\nb sku x"y',
  );
});

it.each([
  ['"text"', 'text'],
  ['7', '7'],
  ['null', ''],
  ['[]', ''],
])('of %s it is %j', (content, text) => {
  expect(payloadText(content, false)).toBe(text);
});

it('where it was cut, its beginning can be read', () => {
  const whole = JSON.stringify({ note: 'first\nsecond "third" größe\u2028x' });
  const cut = JSON.stringify(whole.slice(0, -4));

  expect(payloadText(cut, true)).toContain('first second "third" größe');
  expect(payloadText(JSON.stringify('{"a":"\\u00e9\\ttwo\\'), true)).toBe(
    '{"a":"é two\\',
  );
});
