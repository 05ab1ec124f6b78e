import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createFakeStepContext } from 'backstage-plugin-workflow-runs-node/testing';
import { findDefinitionProblems } from 'backstage-plugin-workflow-runs-common';
import { formatCents, parseCents, parseQuantity } from './amounts';
import { invoiceBatch } from './batch';
import { checkLine, differenceOf } from './checkLine';
import { classify } from './classify';
import {
  InvoiceContext,
  invoiceExtraction,
  InvoiceInput,
  InvoiceOutputs,
} from './definition';
import { draftQuestion } from './draftQuestion';
import { extractFields } from './extractFields';
import { isIban } from './iban';
import { readInvoice } from './readInvoice';
import { SAMPLES } from './samples';
import { judge, validateTotals } from './validateTotals';
import { writeResult } from './writeResult';

const DIRECTORY = resolve(__dirname, '../../../../../examples/invoices');
type File = InvoiceInput['file'];

const contextOf = (file: File, outputs: Partial<InvoiceOutputs> = {}) =>
  createFakeStepContext<InvoiceInput, InvoiceOutputs>({
    input: { file, askBelow: 0.8 },
    outputs,
  });

/** All steps but those that write, one after the other. */
async function extract(file: File) {
  const outputs: { -readonly [K in keyof InvoiceOutputs]?: InvoiceOutputs[K] } =
    {};
  outputs.read_invoice = await readInvoice(DIRECTORY)(contextOf(file));
  outputs.classify = await classify(0).run(contextOf(file, outputs));
  const extracting = contextOf(file, outputs);
  const invoice = await extractFields(0)(extracting);
  outputs.extract_fields = invoice;
  const results = await Promise.all(
    invoice.lines.map((value, index) =>
      checkLine({ ...contextOf(file, outputs), item: { index, value } }),
    ),
  );
  const items = results.length;
  outputs.check_lines = { items, completed: items, failed: 0, results };
  outputs.validate_totals = await validateTotals.run(contextOf(file, outputs));
  return { outputs, invoice, extracting };
}

describe('the workflows', () => {
  it.each([invoiceExtraction, invoiceBatch])(
    'are definitions that can be run',
    ({ definition }) => {
      expect(findDefinitionProblems(definition)).toEqual([]);
    },
  );

  it('offer the files that are there', async () => {
    const files = await readdir(DIRECTORY);
    expect([...SAMPLES].sort()).toEqual(files.sort());
  });
});

describe('an invoice', () => {
  it.each([
    ['larkspur-0417.txt', 'LL-2026-0417', 'LARKSPUR LABS LTD', 3, 337_500],
    ['kirchner-2041.txt', '2041', 'Kirchner Bürobedarf KG', 3, 241_170],
    ['nordwind-118.json', 'NW-118', 'Nordwind Logistics B.V.', 2, 137_900],
    ['brightline-77.csv', 'BC-77', 'Brightline Cleaning GmbH', 3, 177_670],
    ['tamarack-3310.eml', 'T-3310', 'Tamarack Words AB', 2, 92_500],
  ] as const)(
    'is read from %s, and adds up',
    async (file, number, supplier, lines, totalCents) => {
      const { invoice, outputs } = await extract(file);
      expect(invoice).toMatchObject({
        number,
        supplier,
        totalCents,
        currency: 'EUR',
      });
      expect(invoice.lines).toHaveLength(lines);
      expect(isIban(invoice.iban!)).toBe(true);
      expect(outputs.validate_totals).toEqual({
        score: 1,
        failed: [],
        differenceCents: 0,
      });
    },
  );

  it('with a wrong total gets a low score', async () => {
    const { outputs } = await extract('osprey-5512.txt');
    expect(outputs.validate_totals).toEqual({
      score: 0.4,
      failed: [
        'The total is not the sum of the lines',
        'A line is not quantity times price',
      ],
      differenceCents: 3_600,
    });
    expect(
      validateTotals.validators.plausible(
        contextOf('osprey-5512.txt'),
        outputs.validate_totals!,
      ),
    ).toMatchObject({ passed: false, score: 0.4 });
  });

  it('that is a bad scan is noticed when it is classified', async () => {
    const { outputs, invoice } = await extract('marlow-903-scan.txt');
    const context = contextOf('marlow-903-scan.txt');
    expect(
      classify().validators.legible(context, outputs.classify!),
    ).toMatchObject({
      passed: false,
      reasons: ['Only 29 % of the amounts are legible'],
    });
    expect(invoice.totalCents).toBeNull();
    expect(outputs.validate_totals!.differenceCents).toBeNull();
  });

  it('costs tokens', async () => {
    const { extracting } = await extract('larkspur-0417.txt');
    expect(extracting.recorded.usage.tokens).toBeGreaterThan(200);
  });

  it('that is not there fails the step', async () => {
    await expect(
      readInvoice('/nowhere')(contextOf('larkspur-0417.txt')),
    ).rejects.toMatchObject({ category: 'external_api', code: 'ENOENT' });
  });

  it('that is no invoice fails the step', async () => {
    const context = contextOf('nordwind-118.json', {
      read_invoice: { text: '{"invoice":1}', bytes: 13 },
      classify: { layout: 'json', language: 'en', legibility: 1 },
    });
    await expect(extractFields(0)(context)).rejects.toMatchObject({
      category: 'validation_failed',
      code: 'not_an_invoice',
    });
  });
});

describe('what is written', () => {
  it('is the invoice as JSON, and a summary to read', async () => {
    const { outputs } = await extract('nordwind-118.json');
    const context = contextOf('nordwind-118.json', outputs);
    await writeResult(context);
    const [json, markdown, html] = context.recorded.artifacts;
    expect(JSON.parse(String(json.content))).toMatchObject({
      invoice: { number: 'NW-118' },
      validation: { score: 1 },
    });
    expect(markdown.content).toContain(
      '| Customs handling | 1 | 95.00 EUR | 95.00 EUR |',
    );
    expect(html.content).toContain('<td>Nordwind Logistics B.V.</td>');
  });

  it.each([
    ['osprey-5512.txt', 'differ by 36.00 EUR'],
    ['marlow-903-scan.txt', 'some of its amounts cannot be read'],
  ] as const)('asks the supplier of %s', async (file, question) => {
    const { outputs } = await extract(file);
    const context: InvoiceContext & ReturnType<typeof contextOf> = contextOf(
      file,
      outputs,
    );
    await draftQuestion(context);
    expect(context.recorded.artifacts[0].content).toContain(question);
  });
});

describe('judge', () => {
  it('does not take an invoice without lines for one that adds up', async () => {
    const { invoice } = await extract('larkspur-0417.txt');
    const { failed } = judge(
      { ...invoice, lines: [], totalCents: 0 },
      { items: 0, completed: 0, failed: 0, results: [] },
    );
    expect(failed).toEqual(['A line is not quantity times price']);
  });
});

describe('differenceOf', () => {
  const line = { description: 'Lamp', quantity: 3, unitCents: 100 };
  it.each([
    [300, 0],
    [350, 50],
    [null, null],
  ])('of an amount of %p is %p', (amountCents, difference) => {
    expect(differenceOf({ ...line, amountCents })).toBe(difference);
  });
});

describe('amounts', () => {
  it.each([
    ['1,450.00', 145_000],
    ['1.497,00', 149_700],
    ['38.00', 3_800],
    ['1234567.89', 123_456_789],
    ['24O.OO', null],
    ['24', null],
    ['', null],
    [undefined, null],
  ])('reads %p as %p cents', (text, cents) => {
    expect(parseCents(text)).toBe(cents);
  });

  it('reads whole quantities only', () => {
    expect(parseQuantity(' 12 ')).toBe(12);
    expect(parseQuantity('1.5')).toBeNull();
  });

  it('writes a dash for what could not be read', () => {
    expect(formatCents(3_600, 'EUR')).toBe('36.00 EUR');
    expect(formatCents(3_600, null)).toBe('36.00');
    expect(formatCents(null, 'EUR')).toBe('–');
  });
});

describe('isIban', () => {
  it.each([
    ['GB82 WEST 1234 5698 7654 32', true],
    ['nl91abna0417164300', true],
    ['GB82 WEST 1234 5698 7654 33', false],
    ['12345', false],
  ])('says of %s: %p', (text, valid) => {
    expect(isIban(text)).toBe(valid);
  });
});
