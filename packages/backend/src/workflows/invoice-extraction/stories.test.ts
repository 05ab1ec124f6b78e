import { resolve } from 'node:path';
import { eventually, ExamplePortal } from '../../__testUtils__/ExamplePortal';
import invoiceExtractionModule from '.';

jest.setTimeout(60_000);

describe('invoice_extraction, on an engine', () => {
  let portal: ExamplePortal;
  beforeAll(async () => {
    portal = await ExamplePortal.start({
      features: [invoiceExtractionModule],
      config: {
        exampleInvoices: {
          directory: resolve(__dirname, '../../../../../examples/invoices'),
        },
      },
    });
  });
  const ended = (runId: string) =>
    portal.until(runId, ({ completedAt }) => completedAt !== null);
  const filesOf = async (runId: string) => {
    const { items } = await portal.client.call('listArtifacts', {
      params: { runId },
    });
    return items.map(({ name }) => name).sort();
  };
  const decide = (runId: string, decision: 'approved' | 'rejected') =>
    portal.client.call('decideStep', {
      params: { runId },
      body: { step: 'validate_totals', decision },
    });

  it('extracts an invoice that adds up, and asks nobody', async () => {
    const runId = await portal.launch('invoice_extraction');
    await expect(ended(runId)).resolves.toMatchObject({ status: 'completed' });
    await expect(portal.statuses(runId)).resolves.toMatchObject({
      draft_question: 'skipped',
    });
    await expect(filesOf(runId)).resolves.toEqual([
      'invoice.json',
      'summary.html',
      'summary.md',
    ]);
  });

  it('asks where the total is wrong, and drafts a question', async () => {
    const runId = await portal.launch('invoice_extraction', {
      file: 'osprey-5512.txt',
    });
    await portal.untilStep(runId, 'validate_totals', 'waiting_human');
    await decide(runId, 'approved');
    await expect(ended(runId)).resolves.toMatchObject({ status: 'completed' });
    await expect(filesOf(runId)).resolves.toContain('question.txt');
  });

  it('extracts a batch, whatever becomes of one of them', async () => {
    const batch = await portal.launch('invoice_batch', {
      files: ['nordwind-118.json', 'brightline-77.csv', 'marlow-903-scan.txt'],
    });
    const children = async () => {
      const { items } = await portal.client.call('listRuns', {
        query: { workflow: 'embedded/invoice_extraction' },
      });
      return items.filter(({ parentRunId }) => parentRunId === batch);
    };
    const runs = await eventually(children, all =>
      all.some(({ status }) => status === 'waiting_human'),
    );
    const asks = runs.find(({ status }) => status === 'waiting_human')!;
    await decide(asks.id, 'rejected');
    await expect(ended(batch)).resolves.toMatchObject({
      status: 'completed',
      partial: true,
    });
    const statuses = (await children()).map(({ status }) => status);
    expect(statuses.sort()).toEqual(['completed', 'completed', 'failed']);
  });
});
