import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { partClassSchema } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/newRun';
import { recorderOn } from '../__testUtils__/appendRuns';
import { insertWorkflow } from '../__testUtils__/rows';
import { LaneDatabase } from '../database/LaneDatabase';
import { DatabaseArtifactStore } from '../artifacts/DatabaseArtifactStore';
import { KeptRow, KeptWorld, NOW, PARTS } from './__testUtils__/KeptWorld';
import { DAY_MS } from './RetentionRules';
import { RUN_TABLES } from './runTables';

jest.setTimeout(60_000);

/** A store of artifacts that can be out of order. */
class BrittleStore extends DatabaseArtifactStore {
  isBroken = false;
  async delete(artifactId: string) {
    if (this.isBroken) throw new Error('The disk is away');
    await super.delete(artifactId);
  }
}

describeOnDatabases('retention', (createDatabase, isPostgres) => {
  let knex: Knex;
  let lane: LaneDatabase;
  let world: KeptWorld;
  let store: BrittleStore;

  beforeAll(async () => {
    ({ knex, lane } = await createDatabase());
    store = new BrittleStore(knex);
    world = new KeptWorld(knex, store);
    await insertWorkflow(knex, { id: 'wfl_1', name: 'orders' });
    await insertWorkflow(knex, { id: 'wfl_2', name: 'bills' });
  });
  beforeEach(async () => {
    store.isBroken = false;
    await world.clear();
  });

  const old: KeptRow = { id: 'run_old', endedDaysAgo: 400 };
  const young: KeptRow = { id: 'run_young', endedDaysAgo: 1 };
  const ofDefault = { tenantId: 'default', status: 'completed' };
  /** A job from its beginning to its end. */
  const work = async (backend = world.backend('a')) => {
    const { id } = await backend.desk.start('user:default/admin');
    await backend.runner.look();
    return backend.desk.job(id);
  };
  const everywhere = (ids: string[]) =>
    Object.fromEntries(
      Object.values(PARTS)
        .flat()
        .map(table => [table, ids]),
    );

  it('knows each table that has rows of runs', async () => {
    const columns = isPostgres
      ? (
          await knex.raw(
            `select table_name as name from information_schema.columns
             where column_name = 'run_id' and table_schema = current_schema()`,
          )
        ).rows
      : await knex.raw(
          `select m.name as name from sqlite_master m, pragma_table_info(m.name) c
           where m.type = 'table' and c.name = 'run_id'`,
        );
    const tables: string[] = columns.map(({ name }: { name: string }) => name);
    const known = new Set([
      ...RUN_TABLES.map(({ table }) => table),
      // In the transaction that takes the run away.
      'run_live',
      'run_tags',
      'run_failures',
      // Each in a way of its own.
      'artifacts',
      'run_texts',
      'run_events',
      // Entries of the audit trail outlive their run.
      'audit_entries',
    ]);

    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(table => !known.has(table))).toEqual([]);
  });

  it('deletes a run that is kept for too long with all that belongs to it, and nothing else', async () => {
    await world.insert([old, young]);
    const job = await work();

    expect(await world.rows()).toEqual(everywhere(['run_young']));
    expect(job).toMatchObject({
      status: 'completed',
      kind: 'manual',
      startedBy: 'user:default/admin',
      progress: 1,
      errorCount: 0,
      held: [],
    });
    const counts = Object.fromEntries(
      job.deleted.map(({ class: name, ...amount }) => [name, amount]),
    );
    expect(counts).toEqual({
      logs: { ...ofDefault, runs: 0, rows: 3, bytes: 18, artifacts: 0 },
      io: { ...ofDefault, runs: 0, rows: 1, bytes: 7, artifacts: 0 },
      sealed: { ...ofDefault, runs: 0, rows: 1, bytes: 6, artifacts: 0 },
      artifacts: { ...ofDefault, runs: 0, rows: 1, bytes: 5, artifacts: 1 },
      runs: {
        ...ofDefault,
        runs: 1,
        rows: expect.any(Number),
        bytes: expect.any(Number),
        artifacts: 0,
      },
    });
    expect(await knex('artifact_chunks')).toHaveLength(1);
  });
  it.each([
    [29, []],
    [30, ['logs', 'sealed']],
    [90, ['logs', 'io', 'artifacts', 'sealed']],
  ])(
    'after %d days deletes these parts of a run: %j',
    async (endedDaysAgo, parts) => {
      await world.insert([{ id: 'run_1', endedDaysAgo }]);
      await work();

      const rows = await world.rows();
      for (const part of partClassSchema.options) {
        const ids = parts.includes(part) ? [] : ['run_1'];
        for (const table of PARTS[part]) {
          expect({ table, ids: rows[table] }).toEqual({ table, ids });
        }
      }
      for (const table of PARTS.runs) expect(rows[table]).toEqual(['run_1']);
      const live = await knex('run_live').first();
      for (const part of partClassSchema.options) {
        expect(live[`${part}_deleted_at`] !== null).toBe(parts.includes(part));
      }
      const [{ progress }] = await knex('steps');
      expect(progress === null).toBe(parts.includes('io'));
    },
  );

  it('counts a part once: it is not deleted again by the next job', async () => {
    await world.insert([{ id: 'run_1', endedDaysAgo: 45 }]);
    const first = await work();
    world.now += 1;
    const second = await work();

    expect(first.deleted.map(each => each.class).sort()).toEqual([
      'logs',
      'sealed',
    ]);
    expect(second.deleted).toEqual([]);
  });

  it('keeps runs that go on, wait for somebody, are held or have children that go on, and says so', async () => {
    await world.insert([
      { id: 'run_1', endedDaysAgo: null },
      { id: 'run_2', endedDaysAgo: null, status: 'waiting_human' },
      { id: 'run_3', endedDaysAgo: 900, needsIntervention: true },
      { id: 'run_4', endedDaysAgo: 900, tags: ['a', 'Legal-Hold'] },
      { id: 'run_5', endedDaysAgo: 900 },
      { id: 'run_6', endedDaysAgo: null, parent: 'run_5' },
    ]);
    const { held } = await work();

    const ids = [1, 2, 3, 4, 5, 6].map(n => `run_${n}`);
    expect(await world.rows()).toEqual(everywhere(ids));
    expect(held).toEqual(
      expect.arrayContaining([
        { reason: 'not_ended', tag: null, runs: 3 },
        { reason: 'needs_intervention', tag: null, runs: 1 },
        { reason: 'legal_hold', tag: 'Legal-Hold', runs: 1 },
        { reason: 'open_children', tag: null, runs: 1 },
      ]),
    );
  });

  it('leaves a run that is being asked something', async () => {
    await world.insert([old]);
    await knex('engine_runs').insert({
      run_id: 'run_old',
      definition_hash: '',
      rank: 0,
      seed: '',
      created_at: 0,
      workflow_id: 'wfl_1',
      tenant_id: 'default',
    });
    await work();

    expect((await world.rows()).runs).toEqual(['run_old']);
  });

  it('goes by tenant, workflow and status, the more particular first', async () => {
    const policies = [
      { tenantId: null, workflow: null, status: null, days: { runs: 200 } },
      { tenantId: null, workflow: null, status: 'failed', days: { runs: 500 } },
      { tenantId: 'acme', workflow: null, status: null, days: { runs: 100 } },
      {
        tenantId: null,
        workflow: 'embedded/bills',
        status: null,
        days: { runs: 50 },
      },
    ] as any[];
    await world.insert([
      { id: 'run_1', endedDaysAgo: 150 },
      { id: 'run_2', endedDaysAgo: 250 },
      { id: 'run_3', endedDaysAgo: 250, status: 'failed' },
      { id: 'run_4', endedDaysAgo: 150, tenantId: 'acme' },
      { id: 'run_5', endedDaysAgo: 250, tenantId: 'acme', status: 'failed' },
      { id: 'run_6', endedDaysAgo: 60, workflowId: 'wfl_2' },
      { id: 'run_7', endedDaysAgo: 40, workflowId: 'wfl_2' },
    ]);
    await work(world.backend('a', { policies }));

    expect((await world.rows()).runs).toEqual(['run_1', 'run_3', 'run_7']);
  });

  describe('that is cut off', () => {
    const many = Array.from({ length: 25 }, (_, i) => ({
      id: `run_${String(i).padStart(2, '0')}`,
      endedDaysAgo: 400 - (i % 7),
    }));

    it('is gone on with by another backend, once its lease is over', async () => {
      await world.insert([...many, young]);
      const first = world.backend('dead', { portions: { runs: 4, rows: 2 } });
      const { id } = await first.desk.start(null);
      // It dies in the middle of a statement that deletes what belongs to some runs.
      let statements = 0;
      const die = new Promise<void>(resolve => {
        knex.on('query', ({ sql }: { sql: string }) => {
          if (/delete from attempts/.test(sql)) statements += 1;
          if (statements === 2) resolve();
        });
      });
      const dead = jest
        .spyOn(first.purge, 'rest')
        .mockImplementation(async () => {
          if (statements >= 2) await new Promise(() => {});
        });
      void first.runner.look();
      await die;
      await sleep(50);
      dead.mockClear();
      const left = await world.rows();
      expect(left.runs.length).toBeGreaterThan(1);
      expect(await knex('purged_runs').where({ has_rest: true })).not.toEqual(
        [],
      );

      const next = world.backend('next');
      await next.runner.look();
      expect(await next.desk.job(id)).toMatchObject({ status: 'running' });
      await knex('retention_jobs').update({ lease_until: 1 });
      await next.runner.look();

      expect(await world.rows()).toEqual(everywhere(['run_young']));
      expect(await next.desk.job(id)).toMatchObject({ status: 'completed' });
      expect(await knex('purged_runs').where({ has_rest: true })).toEqual([]);
      expect(await knex('purged_runs')).toHaveLength(25);
    });

    it('does not forget parts that it had only marked', async () => {
      await world.insert([{ id: 'run_1', endedDaysAgo: 45 }]);
      const backend = world.backend('a');
      const { id } = await backend.desk.start(null);
      await knex('run_live').update({ logs_deleted_at: NOW });
      await backend.runner.look();

      expect((await world.rows()).run_logs).toEqual([]);
      expect(await backend.desk.job(id)).toMatchObject({ status: 'completed' });
    });

    it('stops where somebody aborts it, and leaves the rest', async () => {
      await world.insert(many);
      const backend = world.backend('a', { portions: { runs: 4, rows: 2 } });
      const { id } = await backend.desk.start('user:default/admin');
      await backend.desk.abort(id, 'user:default/other');
      await backend.runner.look();

      expect(await backend.desk.job(id)).toMatchObject({
        status: 'aborted',
        abortedBy: 'user:default/other',
      });
      expect((await world.rows()).runs).toHaveLength(25);
      await expect(backend.desk.abort(id, 'x')).resolves.toMatchObject({
        status: 'aborted',
      });
      await work(backend);
      expect((await world.rows()).runs).toEqual([]);
    });

    it('is one at a time, whoever starts it', async () => {
      const [a, b] = [world.backend('a'), world.backend('b')];
      const started = await Promise.all(
        [a, b, a, b].map(({ desk }) => desk.start('user:default/admin')),
      );
      await Promise.all([a.runner.look(), b.runner.look()]);

      expect(new Set(started.map(({ id }) => id)).size).toBe(1);
      expect(await knex('retention_jobs')).toHaveLength(1);
      expect(await knex('retention_jobs').first()).toMatchObject({
        status: 'completed',
        epoch: 1,
      });
    });
  });

  it('keeps the row of a file whose store is away, says so, and tries again', async () => {
    await world.insert([old, { id: 'run_1', endedDaysAgo: 100 }]);
    store.isBroken = true;
    const failed = await work();

    expect(failed).toMatchObject({ status: 'completed', errorCount: 2 });
    expect(failed.errors[0]).toMatch(/^The store 'database' keeps .*away$/);
    expect((await world.rows()).artifacts).toEqual(['run_1', 'run_old']);
    expect((await world.rows()).runs).toEqual(['run_1']);
    store.isBroken = false;
    world.now += 1;
    const { deleted } = await work();

    expect((await world.rows()).artifacts).toEqual([]);
    expect(deleted.filter(({ artifacts }) => artifacts > 0)).toHaveLength(1);
  });

  it('does not mind files that are gone already', async () => {
    await world.insert([old]);
    await knex('artifact_chunks').delete();

    expect(await work()).toMatchObject({ status: 'completed', errorCount: 0 });
  });

  describe('of the log', () => {
    const readTo = (position: number) =>
      knex('cursors').insert({ name: 'reader', position });

    it('deletes what is older than 14 days and was read', async () => {
      await world.insert(
        [1, 2, 3, 4].map(n => ({ id: `run_${n}`, endedDaysAgo: 1 })),
      );
      await knex('run_events')
        .where('position', '<=', 3)
        .update({ recorded_at: NOW - 15 * DAY_MS });
      await knex('run_events')
        .where('position', 3)
        .update({ recorded_at: NOW - 5 * DAY_MS });
      await readTo(4);
      await work();

      expect((await world.rows()).run_events).toEqual(['run_3', 'run_4']);
    });

    it('does not wait for a reader that is left behind', async () => {
      await world.insert(
        [1, 2, 3].map(n => ({ id: `run_${n}`, endedDaysAgo: 1 })),
      );
      await knex('run_events').update({ recorded_at: NOW - 15 * DAY_MS });
      await readTo(1);
      await work();
      // It is behind by more than 7 days: it starts anew from the tables.
      expect((await world.rows()).run_events).toEqual([]);
    });

    it('leaves no gap in front of a reader where a run goes', async () => {
      await world.insert([young, old]);
      await readTo(0);
      await work();

      expect((await world.rows()).runs).toEqual(['run_young']);
      expect((await world.rows()).run_events).toEqual(['run_old', 'run_young']);
      await knex('cursors').update({ position: 2 });
      world.now += 1;
      await work();
      expect((await world.rows()).run_events).toEqual(['run_young']);
    });
  });

  it('takes a group of failures away with the last of its runs, and what only deleted runs have said', async () => {
    await world.insert([
      { id: 'run_1', endedDaysAgo: 500, status: 'failed' },
      { id: 'run_2', endedDaysAgo: 10, status: 'failed' },
    ]);
    await knex('failure_group_environments').update({ last_seen: 0 });
    await work();

    const [environment] = await knex('failure_group_environments');
    expect(environment).toMatchObject({
      seen: 1,
      failed: 1,
      message: 'It failed: run_2',
    });
    const ago = NOW - 500 * DAY_MS;
    await knex('runs').update({ completed_at: ago, ordered_at: ago });
    world.now += 1;
    await work();
    expect(await knex('failure_groups')).toEqual([]);
    expect(await knex('failure_group_environments')).toEqual([]);
  });

  it('leaves the sums of statistics as they are', async () => {
    await knex('statistics_buckets').insert({
      series_id: 1,
      span: 0,
      at: 1,
      tally: Buffer.from('x'),
    });
    await world.insert([old]);
    await work();

    expect(await knex('statistics_runs')).toEqual([]);
    expect(await knex('statistics_buckets')).toHaveLength(1);
    await knex('statistics_buckets').delete();
  });

  it('leaves a tombstone, and takes in no run anew that another engine tells of', async () => {
    await world.insert([old]);
    await work();
    const recorder = recorderOn(lane);
    const told = (nativeId: string) =>
      recorder.commit(
        newRun(`run_${nativeId.length}`, {
          create: { engineInstance: 'airflow', nativeId },
        }),
      );

    expect(await knex('purged_runs').first()).toMatchObject({
      id: 'run_old',
      native_id: 'native run_old',
      status: 'completed',
      purged_by: null,
    });
    await expect(told('native run_old')).rejects.toThrow(
      'was deleted: it is not taken in again',
    );
    await told('another one');
    expect((await world.rows()).runs).toEqual(['run_11']);
  });

  describe('of one run, by hand', () => {
    it('deletes it at once, and notes who has done so and why', async () => {
      await world.insert([young, old]);
      const { desk } = world.backend('a');
      const job = await desk.purgeRun(
        'run_young',
        'user:default/admin',
        'they asked for it',
      );

      expect(await world.rows()).toEqual(everywhere(['run_old']));
      expect(job).toMatchObject({
        kind: 'run',
        status: 'completed',
        startedBy: 'user:default/admin',
        reason: 'they asked for it',
      });
      expect(await knex('purged_runs').first('purged_by')).toEqual({
        purged_by: 'user:default/admin',
      });
    });

    it.each([
      ['has not ended', { endedDaysAgo: null }, 'has not ended'],
      ['is held', { endedDaysAgo: 1, tags: ['legal-hold'] }, 'legal-hold'],
      [
        'needs somebody',
        { endedDaysAgo: 1, needsIntervention: true },
        'needs intervention',
      ],
    ])('is refused where it %s', async (_, row, message) => {
      await world.insert([{ id: 'run_1', ...row }]);
      const { desk } = world.backend('a');

      await expect(desk.purgeRun('run_1', 'x', 'y')).rejects.toThrow(message);
      expect((await world.rows()).runs).toEqual(['run_1']);
    });
  });

  it('forgets bulk jobs and its own reports as late as the audit trail', async () => {
    const job = (id: string, days: number) => ({
      id,
      name: 'x',
      action: 'tag',
      params: '{}',
      reason: 'x',
      status: 'completed',
      started_by: 'x',
      request_hash: '',
      total: 1,
      created_at: 0,
      updated_at: 0,
      completed_at: NOW - days * DAY_MS,
    });
    await knex('bulk_jobs').insert([job('blk_1', 401), job('blk_2', 399)]);
    await knex('bulk_items').insert(
      ['blk_1', 'blk_2'].map(job_id => ({
        job_id,
        number: 0,
        run_id: 'run_x',
        outcome: 'done',
      })),
    );
    await work();

    expect(await knex('bulk_jobs').pluck('id')).toEqual(['blk_2']);
    expect(await knex('bulk_items').pluck('job_id')).toEqual(['blk_2']);
    await knex('bulk_jobs').delete();
  });

  it('is previewed as it would be, and nothing is deleted', async () => {
    await world.insert([
      old,
      { id: 'run_1', endedDaysAgo: 400, status: 'failed', tenantId: 'acme' },
      { id: 'run_2', endedDaysAgo: 45 },
      { id: 'run_3', endedDaysAgo: 400, tags: ['legal-hold'] },
      young,
    ]);
    const before = await world.rows();
    const backend = world.backend('a');
    const preview = await backend.desk.preview({
      policies: [],
      legalHoldTags: [],
    });

    expect(await world.rows()).toEqual(before);
    expect(preview.held).toEqual([
      { reason: 'legal_hold', tag: 'legal-hold', runs: 1 },
    ]);
    const { deleted } = await work(backend);
    const amounts = (
      all: {
        class: string;
        tenantId: string;
        status: unknown;
        rows: number;
        bytes: number;
      }[],
    ) =>
      all
        .map(({ class: name, tenantId, status, rows, bytes }) =>
          [
            name,
            tenantId,
            status,
            name === 'runs' ? 0 : rows,
            name === 'runs' ? 0 : bytes,
          ].join(' '),
        )
        .sort();
    expect(amounts(preview.amounts)).toEqual(amounts(deleted));
    expect(preview.amounts.every(each => !each.isEstimated)).toBe(true);
  });

  it('judges a draft by what it says, and says which of its fields is wrong', async () => {
    await world.insert([{ id: 'run_1', endedDaysAgo: 45 }]);
    const { desk } = world.backend('a');
    const draft = (days: object) => ({
      policies: [{ tenantId: null, workflow: null, status: null, days }],
      legalHoldTags: [],
    });

    const { amounts } = await desk.preview(
      draft({ runs: 40, io: 40, logs: 30, artifacts: 40 }),
    );
    expect(amounts.map(each => each.class).sort()).toEqual([
      'artifacts',
      'io',
      'logs',
      'runs',
      'sealed',
    ]);
    await expect(desk.preview(draft({ runs: 40, io: 41 }))).rejects.toThrow(
      'body/policies/0/days/io: it must be at most 40 days',
    );
    expect((await world.rows()).runs).toEqual(['run_1']);
  });

  it('keeps what admins change, once, and not over the change of another', async () => {
    const { desk } = world.backend('a');
    const policies = [
      { tenantId: 'acme', workflow: null, status: null, days: { logs: 7 } },
    ];
    const change = { policies, legalHoldTags: ['audit-*'] };
    const changed = await desk.change({ ...change, revision: 0 }, 'user:x/y');

    expect(changed).toMatchObject({ revision: 1, updatedBy: 'user:x/y' });
    expect(await desk.change({ ...change, revision: 0 }, 'z')).toEqual(changed);
    await expect(
      desk.change({ policies: [], legalHoldTags: [], revision: 0 }, 'z'),
    ).rejects.toThrow('Somebody has changed it meanwhile');
    expect(await world.backend('b').desk.get()).toEqual(changed);
  });
});
