import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { BulkJobLeases, HeldJob } from './BulkJobLeases';
import { BulkJobStore } from './BulkJobStore';

jest.setTimeout(60_000);

const JOBS = 300;
const ITEMS = 3_000;
const ADA = 'user:default/ada';

describeOnDatabases('what reads bulk jobs', (createDatabase, isPostgres) => {
  let knex: Knex;
  let store: BulkJobStore;
  let leases: BulkJobLeases;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    const now = () => 10_000;
    store = new BulkJobStore(knex, now);
    leases = new BulkJobLeases({ knex, clock: async () => 0, now, owner: 'a' });
    const jobs = Array.from({ length: JOBS }, (_, i) => ({
      id: `blk_${i}`,
      name: 'Tidy up',
      action: 'cancel',
      params: '{}',
      reason: 'old',
      status: i < 2 ? 'running' : 'completed',
      started_by: i % 3 ? 'user:default/bo' : ADA,
      idempotency_key: `key-${i}`,
      request_hash: '',
      total: ITEMS,
      created_at: i,
      updated_at: i,
      lease_until: 99_999,
    }));
    const items = Array.from({ length: ITEMS }, (_, number) => ({
      job_id: `blk_${number % 3}`,
      number,
      run_id: `run_${number}`,
      outcome: number < 2_900 ? 'done' : 'pending',
    }));
    await knex.batchInsert('bulk_jobs', jobs, 20);
    await knex.batchInsert('bulk_items', items, 100);
    if (isPostgres) await knex.raw('analyze');
  });

  const explain = async (sql: string, bindings: Knex.RawBinding[]) => {
    if (!isPostgres) {
      const plan = await knex.raw(`explain query plan ${sql}`, bindings);
      return plan.map(({ detail }: { detail: string }) => detail);
    }
    // The tables are small: without this, to read and sort all of one is the best plan.
    return knex.transaction(async trx => {
      await trx.raw('set local enable_seqscan = off');
      await trx.raw('set local enable_bitmapscan = off');
      await trx.raw('set local enable_sort = off');
      const numbered = sql.replace(/\$\d+/g, '?');
      const { rows } = await trx.raw(`explain ${numbered}`, bindings);
      return rows.map((row: Record<string, string>) => row['QUERY PLAN']);
    });
  };
  /** The steps of the plans of all that is read. */
  const planOf = async (read: () => Promise<unknown>): Promise<string[]> => {
    const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
    const listener = (query: (typeof asked)[number]) => asked.push(query);
    knex.on('query', listener);
    await read();
    knex.off('query', listener);
    const plans: string[] = [];
    for (const { sql, bindings } of asked)
      plans.push(...(await explain(sql, bindings)));
    return plans;
  };
  const job = { id: 'blk_1', epoch: 1 } as HeldJob;

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'how far a job is',
      () => store.get('blk_7'),
      /bulk_jobs_pkey|autoindex_bulk_jobs/,
    ],
    [
      'jobs of one’s own',
      () => store.list({ startedBy: ADA, limit: 10 }),
      /bulk_jobs_started_by_created_at_id_index/,
    ],
    [
      'all jobs',
      () => store.list({ limit: 10 }),
      /bulk_jobs_created_at_id_index/,
    ],
    [
      'the job of a key',
      () =>
        store.known({
          startedBy: ADA,
          idempotencyKey: 'key-3',
          requestHash: '',
        }),
      /bulk_jobs_started_by_idempotency_key_unique/,
    ],
    ['jobs to work on', () => leases.take([]), /bulk_jobs_open_index/],
    ['drafts to forget', () => store.forgetDrafts(5), /bulk_jobs_open_index/],
    [
      'items to work on',
      () => leases.pending(job, 4),
      /bulk_items_job_id_outcome_number_index/,
    ],
    [
      'items of an outcome',
      () => store.items('blk_1', { outcomes: ['done'], limit: 10 }),
      /bulk_items_job_id_outcome_number_index/,
    ],
    [
      'items',
      () => store.items('blk_1', { after: 100, limit: 10 }),
      /bulk_items_pkey|autoindex_bulk_items/,
    ],
  ])('finds %s by an index', async (_, read, index) => {
    const plan = await planOf(read);

    expect(plan.join('\n')).toMatch(index);
    expect(plan.join('\n')).not.toMatch(/Seq Scan|SCAN \w+$|TEMP B-TREE/m);
  });

  it('tells how far a job is from one row', async () => {
    const asked: string[] = [];
    const listener = ({ sql }: { sql: string }) => asked.push(sql);
    knex.on('query', listener);
    await store.get('blk_7');
    knex.off('query', listener);

    expect(asked).toEqual([
      expect.stringMatching(/from .bulk_jobs. where .id./),
    ]);
  });
});
