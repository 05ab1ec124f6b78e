import fc from 'fast-check';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns } from '../__testUtils__/rows';
import { textFits, textOf } from './__testUtils__/textFits';
import { parseQuery, TextQuery } from './parseQuery';
import { RunText } from './RunText';
import { TextIndex, textIndexOf } from './TextIndex';

jest.setTimeout(120_000);

/** What some runs hold, text by text. */
const TEXTS: Record<string, string[]> = {
  payment: ['payment failed: card declined', '{"order":"INV-2026/7"}'],
  refund: ['Refund of the payment', 'INV-2026/8 done'],
  mail: ['send mail to Zoë@example.com', 'subject: order confirmed'],
  logs: ['error 503 at /var/log/app-1.log', 'retry-after 1.5'],
  html: ['<b>Bold</b> &amp; "quoted"', "it's AND OR NOT NEAR"],
  city: ['東京タワー', 'Größe straße'],
  long: [`${'filler '.repeat(20)} payment`, 'failed'],
  empty: [],
};

/** Which runs a query finds: the same on every database. */
const CASES: [string, string[]][] = [
  ['payment', ['long', 'payment', 'refund']],
  ['PAYMENT', ['long', 'payment', 'refund']],
  ['pay', ['long', 'payment', 'refund']],
  ['pa', []],
  ['"pay"', []],
  ['payment failed', ['long', 'payment']],
  ['failed payment', ['long', 'payment']],
  ['"payment failed"', ['payment']],
  ['"failed payment"', []],
  ['payment -failed', ['refund']],
  ['payment -"payment failed"', ['long', 'refund']],
  ['-payment', ['city', 'empty', 'html', 'logs', 'mail']],
  ['-payment -mail -503', ['city', 'empty', 'html']],
  ['INV-2026', ['payment', 'refund']],
  ['INV-2026/7', ['payment']],
  ['inv.2026.8', ['refund']],
  ['"2026 inv"', []],
  ['zoe', ['mail']],
  ['zoë@example.com', ['mail']],
  ['example', ['mail']],
  ['app-1.log', ['logs']],
  ['1.5', ['logs']],
  ['5', ['logs']],
  ['<b>', ['html']],
  ['bold amp quoted', ['html']],
  ["it's", ['html']],
  ['AND', ['html']],
  ['near(', ['html']],
  ['grosse', []],
  ['GRÖSSE', []],
  ['größe', ['city']],
  ['京タ', ['city']],
  ['京東', []],
  ['filler -failed', []],
  ['nothing', []],
  ['???', Object.keys(TEXTS).sort()],
];

describeOnDatabases('the index of texts', createDatabase => {
  let knex: Knex;
  let index: TextIndex;
  const texts = new Map<string, RunText>();

  const put = (entries: [string, RunText][]) =>
    knex.transaction(trx => index.put(trx, entries));
  /** In both ways: those that are few, and row by row. */
  const found = async (query: TextQuery) => {
    const rows = knex('runs').orderBy('id');
    index.narrow(rows, query);
    const narrowed: string[] = await rows.pluck('id');
    if (query.required.length > 0)
      expect((await index.find(query, 1_000)).sort()).toEqual(narrowed);
    return narrowed;
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    index = textIndexOf(knex);
    for (const [id, parts] of Object.entries(TEXTS))
      texts.set(id, textOf(parts));
    await insertRuns(
      knex,
      [...texts.keys(), 'changing'].map(id => ({
        id,
        workflowId: 'wfl_1',
        orderedAt: 1,
      })),
    );
    await put([...texts].filter(([id]) => id !== 'empty'));
  });

  it.each(CASES)('finds by %j', async (q, ids) => {
    const runs = await found(parseQuery(q));

    expect(runs.filter(id => id !== 'changing')).toEqual(ids);
  });

  it('finds what a text holds, and fails at nothing that somebody types', async () => {
    const word = fc.constantFrom(
      ...['payment', 'failed', 'inv', '2026', 'order', 'it', 's', 'größe'],
      ...['AND', 'NOT', 'NEAR(', '-', '"', '*', ':*', '(', ')', "'", '\\'],
      ...['|', '&', '!', '<->', '^', '{', '東', '%', '?', 'words:', '+'],
    );
    const typed = fc.oneof(
      fc
        .array(fc.tuple(word, fc.constantFrom('', ' ')), { maxLength: 8 })
        .map(parts => parts.flat().join('')),
      fc
        .string({ unit: 'grapheme', maxLength: 60 })
        .filter(text => !text.includes('\0')),
    );
    await fc.assert(
      fc.asyncProperty(typed, async q => {
        const query = parseQuery(q);
        const wanted = [...texts]
          .filter(([, text]) => textFits(text, query))
          .map(([id]) => id);

        const runs = await found(query);
        expect(runs.filter(id => id !== 'changing')).toEqual(wanted.sort());
      }),
      { numRuns: 300, seed: 20261128 },
    );
  });

  it('has the words that a run was given last, and none of one that is gone', async () => {
    const ids = (q: string) => index.find(parseQuery(q), 10);
    await put([['changing', textOf(['first words'])]]);
    const first = await ids('"first"');
    await put([['changing', textOf(['second words'])]]);
    const second = [await ids('"first"'), await ids('"second"')];
    await knex.transaction(trx => index.remove(trx, ['changing', 'none']));

    expect(first).toEqual(['changing']);
    expect(second).toEqual([[], ['changing']]);
    expect(await ids('"second"')).toEqual([]);
    expect(await ids('"bold"')).toEqual(['html']);
  });

  it('looks at no more than is wanted', async () => {
    expect(await index.find(parseQuery('payment'), 2)).toHaveLength(2);
  });

  it('holds long texts, and the places of words in them', async () => {
    const text = textOf([`${'one two '.repeat(9_000)}three four`, 'unread']);
    await put([['changing', text]]);

    expect(text.words).toHaveLength(16_000);
    expect(await index.find(parseQuery('"two one two"'), 10)).toEqual([
      'changing',
    ]);
    expect(await index.find(parseQuery('"unread"'), 10)).toEqual([]);
    await knex.transaction(trx => index.remove(trx, ['changing']));
  });
});
