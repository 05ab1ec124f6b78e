import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { DEFAULT_RUN_LIMITS, RunLimits } from './admission';
import { claimRuns, nextWakeUp } from './claim';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const HIGH = 0;
const NORMAL = 10;
const LOW = 20;
const BACKFILL = 110;

describeOnDatabases('a claim', (createDatabase, isPostgres) => {
  let knex: Knex;
  let now: number;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
  });
  beforeEach(async () => {
    now = 10 * 60 * MINUTE;
    await knex('engine_runs').delete();
    await knex('actions').delete();
  });

  const row = (run_id: string, columns: object = {}) => ({
    run_id,
    workflow_id: 'wfl_1',
    tenant_id: 'default',
    definition_hash: 'hash',
    rank: NORMAL,
    seed: run_id,
    wake_at: now,
    created_at: 0,
    ...columns,
  });
  const run = (run_id: string, columns: object = {}) =>
    knex('engine_runs').insert(row(run_id, columns));
  const runs = async (count: number, columns: object = {}, name = 'run') => {
    const rows = Array.from({ length: count }, (_, i) =>
      row(`${name}_${i}`, columns),
    );
    await knex.batchInsert('engine_runs', rows, 500);
  };
  const ask = (run_id: string) =>
    knex('actions').insert({
      id: `act_${run_id}`,
      tenant_id: 'default',
      run_id,
      actor: 'a',
      idempotency_key: run_id,
      request_hash: 'h',
      action: 'cancel',
      step_key: '',
      item_index: -1,
      status: 'requested',
      requested_at: 1,
    });
  const claim = (
    workerId: string,
    limits: Partial<RunLimits> = {},
    options: { runs?: number; backfills?: number; executable?: string[] } = {},
  ) =>
    claimRuns(knex, {
      workerId,
      now,
      limits: { ...DEFAULT_RUN_LIMITS, ...limits },
      held: { runs: options.runs ?? 0, backfills: options.backfills ?? 0 },
      executable: options.executable ?? ['hash'],
    });
  const ids = (claimed: { runId: string }[]) =>
    claimed.map(({ runId }) => runId).sort();

  it('takes what is due, the most urgent first, and starts an epoch', async () => {
    await run('run_late', { rank: LOW, epoch: 4 });
    await run('run_urgent', { rank: HIGH, hold: 'poison' });
    await run('run_normal', { wake_at: now - 1 });
    await run('run_older', { wake_at: now - 2 });
    const limits = { runsPerBackend: 3 };
    expect(ids(await claim('wkr_1', limits))).toEqual([
      'run_normal',
      'run_older',
      'run_urgent',
    ]);
    expect(await claim('wkr_2')).toEqual([
      {
        runId: 'run_late',
        workflowId: 'wfl_1',
        tenantId: 'default',
        isBackfill: false,
        epoch: 5,
        definitionHash: 'hash',
        seed: 'run_late',
        hold: null,
        claimedAt: now,
        unreadable: null,
        failures: 0,
      },
    ]);
    const { worker_id } = await knex('engine_runs')
      .where({ run_id: 'run_late' })
      .first();
    expect(worker_id).toBe('wkr_2');
    expect(await claim('wkr_3')).toEqual([]);
  });

  it('leaves what is not due, is held, or needs handlers of others', async () => {
    await run('run_future', { wake_at: now + 1 });
    await run('run_asleep', { wake_at: null });
    await run('run_held', { worker_id: 'wkr_2' });
    await run('run_other', { definition_hash: 'other' });
    expect(await claim('wkr_1')).toEqual([]);
    expect(await nextWakeUp(knex, now)).toBe(now + 1);
    expect(await nextWakeUp(knex, now + 1)).toBeUndefined();
  });

  it('gives each run to one of those who claim at once', async () => {
    await runs(30);
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        claim(`wkr_${i}`, { runsPerBackend: 5 }),
      ),
    );
    for (const claimed of claims) expect(claimed.length).toBeLessThanOrEqual(5);
    const claimed = ids(claims.flat());
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed).toHaveLength(30);
  });

  describe('keeps the limit', () => {
    it('of a backend, with what it holds already', async () => {
      await runs(10);
      expect(
        await claim('wkr_1', { runsPerBackend: 7 }, { runs: 4 }),
      ).toHaveLength(3);
      expect(await claim('wkr_1', { runsPerBackend: 7 }, { runs: 7 })).toEqual(
        [],
      );
    });

    it('of each workflow, on all backends together', async () => {
      await runs(5, {}, 'one');
      await runs(5, { workflow_id: 'wfl_2' }, 'two');
      const limits = { runsPerWorkflow: 3 };
      expect(
        await claim('wkr_1', { ...limits, runsPerBackend: 4 }),
      ).toHaveLength(4);
      expect(await claim('wkr_2', limits)).toHaveLength(2);
      expect(await claim('wkr_3', limits)).toEqual([]);
      await knex('engine_runs').where({ run_id: 'two_0' }).delete();
      expect(ids(await claim('wkr_3', limits))).toEqual(['two_3']);
    });

    it('of each tenant, over all its workflows and definitions', async () => {
      await runs(3, { tenant_id: 'a' }, 'one');
      await runs(
        3,
        { tenant_id: 'a', workflow_id: 'wfl_2', wake_at: now - 1 },
        'two',
      );
      await runs(3, { tenant_id: 'b', workflow_id: 'wfl_3' }, 'three');
      const claimed = await claim('wkr_1', { runsPerTenant: 4 });
      expect(claimed.filter(({ tenantId }) => tenantId === 'b')).toHaveLength(
        3,
      );
      expect(ids(claimed.filter(({ tenantId }) => tenantId === 'a'))).toEqual([
        'one_0',
        'two_0',
        'two_1',
        'two_2',
      ]);
    });

    it('when many backends claim at once', async () => {
      await runs(40);
      await runs(40, { workflow_id: 'wfl_2', tenant_id: 'b' }, 'other');
      const claims = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          claim(`wkr_${i}`, { runsPerWorkflow: 7, runsPerTenant: 9 }),
        ),
      );
      const claimed = claims.flat();
      expect(claimed).toHaveLength(14);
      expect(claimed.filter(({ tenantId }) => tenantId === 'b')).toHaveLength(
        7,
      );
    });

    it('but for runs of which something was asked', async () => {
      await runs(5);
      await ask('run_4');
      await ask('run_3');
      const limits = { runsPerWorkflow: 1 };
      expect(ids(await claim('wkr_1', limits))).toEqual(['run_3', 'run_4']);
      expect(await claim('wkr_1', limits)).toEqual([]);
      expect(ids(await claim('wkr_1', limits, { runs: 100 }))).toEqual([]);
      await ask('run_2');
      expect(ids(await claim('wkr_1', limits, { runs: 100 }))).toEqual([
        'run_2',
      ]);
    });
  });

  describe('of backfills', () => {
    it('lets production go first, and gives them what it leaves', async () => {
      await runs(3, { rank: BACKFILL, wake_at: now - 10 * MINUTE }, 'backfill');
      await runs(3);
      expect(ids(await claim('wkr_1', { runsPerBackend: 4 }))).toEqual([
        'backfill_0',
        'run_0',
        'run_1',
        'run_2',
      ]);
    });

    it('keeps their share of every limit, also where production leaves more', async () => {
      await runs(9, { rank: BACKFILL });
      expect(await claim('wkr_1', { runsPerBackend: 8 })).toHaveLength(4);
      expect(
        await claim('wkr_1', { runsPerBackend: 8 }, { runs: 4, backfills: 4 }),
      ).toEqual([]);
      expect(await claim('wkr_2', { runsPerWorkflow: 12 })).toHaveLength(2);
    });

    it('takes one at least', async () => {
      await runs(2, { rank: BACKFILL });
      expect(
        await claim('wkr_1', { runsPerWorkflow: 1, backfillShare: 0.1 }),
      ).toHaveLength(1);
    });
  });

  it('starves nobody: what is low or a backfill goes before what comes later than its patience', async () => {
    await run('low', { rank: LOW, wake_at: now });
    await run('backfill', { rank: LOW + 100, wake_at: now });
    const waited: Record<string, number> = {};
    const start = now;
    // One run starts a minute, and every minute there is a new one of high priority.
    for (let minute = 0; minute < 120; minute++) {
      now = start + minute * MINUTE;
      await run(`high_${minute}`, { rank: HIGH });
      const claimed = await claim('wkr_1', { runsPerBackend: 1 });
      for (const { runId } of claimed) waited[runId] = minute;
      await knex('engine_runs').whereNotNull('worker_id').delete();
    }
    expect([waited.low, waited.backfill]).toEqual([21, 82]);
  });

  describe('among ten thousand that wait', () => {
    beforeEach(async () => {
      await runs(10_000, { wake_at: now - MINUTE }, 'many');
      await runs(2_000, { wake_at: now + MINUTE, rank: HIGH }, 'parked');
      await run('held', { worker_id: 'wkr_9', wake_at: null });
      await run('other', { workflow_id: 'wfl_2', rank: LOW });
      if (isPostgres) await knex.raw('analyze engine_runs');
    });

    it('finds the one that may start, without reading the others', async () => {
      const statements: { sql: string; bindings: Knex.RawBinding[] }[] = [];
      const listener = (query: (typeof statements)[number]) => {
        if (/engine_runs/.test(query.sql)) statements.push(query);
      };
      knex.on('query', listener);
      const claimed = await claim('wkr_1', { runsPerWorkflow: 1 });
      knex.off('query', listener);
      expect(ids(claimed)).toEqual(['other']);

      expect(statements.length).toBeGreaterThan(3);
      for (const { sql, bindings } of statements) {
        const plan = await explain(knex, isPostgres, sql, bindings);
        expect({ sql, plan }).toEqual({
          sql,
          plan: expect.not.stringMatching(
            /Seq Scan on engine_runs|SCAN (engine_runs|waiting)(?! USING INDEX engine_runs_queue_index)|TEMP B-TREE/,
          ),
        });
        expect(rowsRead(plan)).toBeLessThan(200);
      }
    });

    it('takes the first of them as quickly', async () => {
      const started = performance.now();
      for (let i = 0; i < 20; i++) {
        expect(await claim('wkr_1', { runsPerBackend: 1 })).toHaveLength(1);
      }
      // A claim is a few milliseconds; twelve thousand rows sorted twenty times are seconds.
      expect(performance.now() - started).toBeLessThan(1_500);
    });
  });
});

/** The plan of a statement, on PostgreSQL with the rows that it has read. */
async function explain(
  knex: Knex,
  isPostgres: boolean,
  sql: string,
  bindings: Knex.RawBinding[],
): Promise<string> {
  if (!isPostgres) {
    const plan = await knex.raw(`explain query plan ${sql}`, bindings);
    return plan.map(({ detail }: { detail: string }) => detail).join('\n');
  }
  const trx = await knex.transaction();
  try {
    const { rows } = await trx.raw(
      `explain (analyze, timing off) ${sql.replace(/\$\d+/g, '?')}`,
      bindings,
    );
    return rows.map((r: Record<string, string>) => r['QUERY PLAN']).join('\n');
  } finally {
    await trx.rollback();
  }
}

function rowsRead(plan: string): number {
  const found = [
    ...plan.matchAll(
      /actual rows=([\d.]+) loops=(\d+)|Removed by Filter: (\d+)/g,
    ),
  ];
  return found.reduce(
    (sum, [, rows, loops, removed]) =>
      sum + (removed ? Number(removed) : Number(rows) * Number(loops)),
    0,
  );
}
