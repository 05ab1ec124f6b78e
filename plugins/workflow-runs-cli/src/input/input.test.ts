import { Readable } from 'node:stream';
import { parseJson } from './parseJson';
import { readObject } from './readInput';
import { setValues } from './setValues';

const stdin = (text: string) => ({
  stdin: Readable.from([text]) as unknown as NodeJS.ReadStream,
});

describe('values that are set', () => {
  it.each([
    [['name=Ada'], { name: 'Ada' }],
    [['times=3'], { times: 3 }],
    [['zip="01234"'], { zip: '01234' }],
    [['zip=01234'], { zip: '01234' }],
    [['note=a=b'], { note: 'a=b' }],
    [['empty='], { empty: '' }],
    [
      ['address.street=Main', 'address.no=4'],
      { address: { street: 'Main', no: 4 } },
    ],
    [['tags=["a"]'], { tags: ['a'] }],
  ])('%p come to %p', (assignments, object) => {
    expect(setValues({}, assignments)).toEqual(object);
  });

  it('go over what is there, and leave it as it is', () => {
    const given = { address: { street: 'Main', no: 4 } };

    expect(setValues(given, ['address.no=5'])).toEqual({
      address: { street: 'Main', no: 5 },
    });
    expect(given.address.no).toBe(4);
  });

  it('reach no prototype', () => {
    const result = setValues({}, ['__proto__.polluted=true']);

    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(result)).toEqual(['__proto__']);
  });

  it.each([
    [['name'], "'name' does not say field=value"],
    [['=x'], 'does not say field=value'],
    [['name=Ada', 'name.first=Ada'], "'name' is no object"],
  ])('%p are refused', (assignments, message) => {
    expect(() => setValues({}, assignments)).toThrow(message);
  });
});

describe('JSON', () => {
  it('may begin with a byte order mark, as some editors write it', () => {
    expect(parseJson('\ufeff{"a":1}', 'a.json')).toEqual({ a: 1 });
  });

  it('that is none says where', () => {
    expect(() => parseJson('{\n  "a": 1,\n  b\n}', 'a.json')).toThrow(
      /^a\.json is no JSON: .* at line 3, column 3$/,
    );
    expect(() => parseJson('', 'stdin')).toThrow('stdin is no JSON');
  });
});

describe('an object', () => {
  it('comes from stdin, with what is set over it', async () => {
    const given = { file: '-', set: ['b=2'] };

    expect(await readObject(given, stdin('{"a":1,"b":1}'))).toEqual({
      a: 1,
      b: 2,
    });
  });

  it.each([
    [{ file: '-' }, '[1]', '- holds no JSON object'],
    [{ input: 'null' }, '', '--input holds no JSON object'],
    [{ input: '{}', file: '-' }, '{}', 'Give either --file or --input'],
    [
      { file: '/nowhere/input.json' },
      '',
      '/nowhere/input.json cannot be read: ENOENT',
    ],
  ])('does not come from %p', async (given, text, message) => {
    await expect(readObject(given, stdin(text))).rejects.toThrow(message);
  });
});
