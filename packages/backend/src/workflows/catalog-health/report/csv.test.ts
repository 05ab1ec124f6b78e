import { toCsv } from './csv';

const finding = (detail: string) => ({
  entity: 'component:default/shop',
  rule: 'relation_dangling' as const,
  severity: 'error' as const,
  detail,
});

describe('toCsv', () => {
  it('has a header even without findings', () => {
    expect(toCsv([])).toBe('entity,rule,severity,detail\r\n');
  });

  it.each([
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
  ])('writes %j so that a spreadsheet reads the same', (detail, field) => {
    expect(toCsv([finding(detail)])).toBe(
      `entity,rule,severity,detail\r\ncomponent:default/shop,relation_dangling,error,${field}\r\n`,
    );
  });
});
