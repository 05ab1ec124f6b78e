import { cutValues } from './cutValues';

describe('what is shown to who decides', () => {
  it('is what it is where it is short', () => {
    const values = { name: 'Ada', total: 12.5, lines: [1, 2], nothing: null };
    expect(cutValues(values)).toEqual(values);
  });

  it('is cut, with a mark, where a value is too large', () => {
    const { text, list } = cutValues({
      text: 'ü'.repeat(5_000),
      list: Array.from({ length: 5_000 }, () => 1),
    }) as Record<string, string>;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/^ü+ … \[cut: it has 10000 bytes\]$/);
    expect(list).toMatch(/^\[1,1,.* … \[cut: it has 10001 bytes\]$/);
  });

  it('keeps labels of any name', () => {
    const values = JSON.parse('{"__proto__":1,"constructor":"x"}');
    expect(cutValues(values)).toEqual(values);
  });
});
