import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  BulkJobRequest,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { createRunQueries } from '../__testUtils__/queries';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { TestEngine } from '../__testUtils__/TestEngine';
import { eventually } from '../__testUtils__/TestPortal';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { BulkWorld } from './__testUtils__/BulkWorld';
import { ActOnRun } from './bulkActions';
import { LEASE_MS } from './BulkJobLeases';

jest.setTimeout(60_000);

const runIds = (count: number) =>
  Array.from({ length: count }, (_, i) => `run_${String(i).padStart(2, '0')}`);

describeOnDatabases('a bulk job', createDatabase => {
  let knex: Knex;
  let world: BulkWorld;
  /** Runs that were acted on, as often as they were. */
  let acted: string[];
  const act: ActOnRun = async ({ id }) => {
    acted.push(id);
    return { resultRunId: null };
  };

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    await insertWorkflow(knex, { id: 'wfl_1' });
  });
  beforeEach(async () => {
    for (const table of ['runs', 'run_live', 'bulk_jobs', 'bulk_items'])
      await knex(table).delete();
    await insertRuns(
      knex,
      runIds(20).map((id, index) => ({
        id,
        workflowId: 'wfl_1',
        orderedAt: index,
        status: 'running' as const,
      })),
    );
    acted = [];
    world = new BulkWorld({
      knex,
      runs: createRunQueries(knex),
      workflows: new WorkflowQueries(knex),
      desk: undefined as any,
      service: undefined as any,
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('acts on each of its runs once, and says how far it is', async () => {
    const { id } = await world.start({ runIds: runIds(20) });
    expect(await world.job(id)).toMatchObject({
      status: 'running',
      counts: { total: 20, pending: 20 },
    });
    await world.work(world.backend('backend_1', { cancel: act }));

    expect(acted.sort()).toEqual(runIds(20));
    expect(await world.job(id)).toMatchObject({
      status: 'completed',
      completedAt: expect.any(String),
      counts: { total: 20, pending: 0, done: 20, refused: 0 },
    });
  });

  it('acts on a few of them together', async () => {
    let atOnce = 0;
    let most = 0;
    const slow: ActOnRun = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return { resultRunId: null };
    };
    await world.start({ runIds: runIds(20) });
    await world.work(world.backend('backend_1', { cancel: slow }));

    expect(most).toBe(4);
  });

  it('rests for as long as it has worked', async () => {
    const slow: ActOnRun = async () => {
      await sleep(100);
      return { resultRunId: null };
    };
    await world.start({ runIds: runIds(8) });
    const begun = Date.now();
    await world.work(world.backend('backend_1', { cancel: slow }));

    // Twice a hundred of work, and as much of rest.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(390);
  });

  it('that finds nobody to act on is refused, and leaves nothing behind', async () => {
    const nobody = await world.reader({ [permissionNames.runCancel]: 'none' });

    await expect(
      world.start({ runIds: runIds(2) }, { reader: nobody }),
    ).rejects.toThrow(
      'It can be done to none of the runs: You need the permission workflow-runs.run.cancel (2)',
    );
    await expect(
      world.start({ runIds: undefined, filter: { environment: 'none' } }),
    ).rejects.toThrow('No run is meant: none fits the filter');
    expect(await knex('bulk_jobs')).toEqual([]);
  });

  it('does not look again at what was refused when it started', async () => {
    await knex('runs').where({ id: 'run_00' }).update({ status: 'completed' });
    const { id } = await world.start({ runIds: [...runIds(2), 'run_none'] });
    await knex('runs').where({ id: 'run_00' }).update({ status: 'running' });
    await world.work(world.backend('backend_1', { cancel: act }));

    expect(await world.outcomes(id)).toEqual({
      run_00: 'refused: The run has ended: it is completed',
      run_01: 'done',
      run_none: 'refused: There is no such run, or you may not see it',
    });
    expect(acted).toEqual(['run_01']);
  });

  it('says of a run that is gone when its turn comes that it is', async () => {
    const { id } = await world.start({ runIds: runIds(2) });
    await knex('runs').where({ id: 'run_01' }).delete();
    await world.work(world.backend('backend_1', { cancel: act }));

    expect(await world.outcomes(id)).toEqual({
      run_00: 'done',
      run_01: 'refused: The run is not there any more',
    });
  });

  it('goes on behind a run that fails, and tells nobody what only the log should hold', async () => {
    const failing: ActOnRun = async run => {
      if (run.id === 'run_01') throw new Error('select secret from table');
      return act(run, undefined as any, '');
    };
    const { id } = await world.start({ runIds: runIds(3) });
    await world.work(world.backend('backend_1', { cancel: failing }));

    expect(await world.outcomes(id)).toEqual({
      run_00: 'done',
      run_01: 'failed: It went wrong; the log of the backend says how',
      run_02: 'done',
    });
    expect(world.problems).toEqual([
      expect.stringContaining('run_01: Error: select secret from table'),
    ]);
  });

  it('waits for a database that is away, and then goes on', async () => {
    const away = Object.assign(new Error('no answer'), {
      code: 'ECONNREFUSED',
    });
    const acting = jest.fn(act).mockRejectedValueOnce(away);
    const { id } = await world.start({ runIds: runIds(9) });
    const backend = world.backend('backend_1', { cancel: acting });
    const settling = jest.spyOn(backend.leases, 'settle');
    await world.work(backend);
    expect((await world.job(id)).counts.pending).toBe(9);
    settling.mockRejectedValueOnce(away);
    await world.work(backend);
    await world.work(backend);

    expect((await world.job(id)).counts).toMatchObject({ done: 9, failed: 0 });
    expect(world.problems).toEqual(['Bulk jobs go on later: Error: no answer']);
  });

  it('is worked on by one backend at a time', async () => {
    const { id } = await world.start({ runIds: runIds(20) });
    await Promise.all(
      ['backend_1', 'backend_2', 'backend_3'].map(owner =>
        world.work(world.backend(owner, { cancel: act })),
      ),
    );

    expect(acted.sort()).toEqual(runIds(20));
    expect((await world.job(id)).counts.done).toBe(20);
  });

  it('is taken over from a backend that has died, which writes nothing any more', async () => {
    const { id } = await world.start({ runIds: runIds(9) });
    const dead = world.backend('dead');
    const held = (await dead.leases.take([]))!;
    const heir = world.backend('heir', { cancel: act });
    await world.work(heir);
    expect(acted).toEqual([]);
    world.now += LEASE_MS;
    await world.work(heir);

    const late = {
      reason: null,
      resultRunId: null,
      outcome: 'failed' as const,
    };
    await expect(
      dead.leases.settle(held, [{ number: 0, ...late }]),
    ).rejects.toThrow('Another backend works on the bulk job');
    expect(await dead.leases.end(held)).toBe(false);
    expect(acted.sort()).toEqual(runIds(9));
    expect((await world.job(id)).counts).toMatchObject({ done: 9, failed: 0 });
  });

  it('is left to others at once by a backend that stops', async () => {
    const { id } = await world.start({ runIds: runIds(20) });
    const stopped = world.backend('stopped', {
      cancel: async run => {
        void stopped.runner.stop();
        return act(run, undefined as any, '');
      },
    });
    await world.work(stopped);
    const { done, pending } = (await world.job(id)).counts;
    expect([done, pending]).toEqual([4, 16]);
    await world.work(stopped);
    expect(acted).toHaveLength(4);

    await world.work(world.backend('other', { cancel: act }));
    expect(acted.sort()).toEqual(runIds(20));
  });

  it('starts by itself, and is looked for until the backend stops', async () => {
    const { runner } = world.backend('backend_1', { cancel: act });
    runner.start();
    const { id } = await world.start({ runIds: runIds(1) });
    await eventually(async () => {
      expect((await world.job(id)).status).toBe('completed');
    });
    await runner.stop();
    const late = await world.start({ runIds: runIds(1) });
    await sleep(1_500);

    expect(acted).toEqual(['run_00']);
    expect((await world.job(late.id)).counts.pending).toBe(1);
  });

  it('does not make a small one wait for a large one', async () => {
    await world.start({ runIds: runIds(20) });
    const small = await world.start({ runIds: ['run_00'] });
    const order: string[] = [];
    const noting: ActOnRun = async (_run, { reason }) => {
      order.push(reason);
      return { resultRunId: null };
    };
    await world.work(world.backend('backend_1', { cancel: noting }));

    expect((await world.job(small.id)).status).toBe('completed');
    expect(order).toHaveLength(21);
  });

  describe('that is aborted', () => {
    /** A job of twenty runs that is aborted while the fifth of them is acted on. */
    const aborted = async (reason?: string) => {
      const job = await world.start({ runIds: runIds(20) });
      const aborting: ActOnRun = async run => {
        if (run.id === 'run_04')
          await world.jobs.abort(job, { ref: 'user:default/bo' }, reason);
        return act(run, undefined as any, '');
      };
      await world.work(world.backend('backend_1', { cancel: aborting }));
      return job;
    };

    it('ends what is under way, and calls off the rest', async () => {
      const { id } = await aborted('the wrong ones, password=hunter2');

      expect(acted.sort()).toEqual(runIds(8));
      expect(await world.job(id)).toMatchObject({
        status: 'aborted',
        abortedBy: 'user:default/bo',
        abortReason: 'the wrong ones, password=[redacted:password]',
        counts: { done: 8, canceled: 12, pending: 0 },
      });
      expect(await world.outcomes(id)).toMatchObject({
        run_07: 'done',
        run_08: 'canceled',
      });
    });

    it('can be aborted again, which changes nothing', async () => {
      const job = await aborted();
      await world.jobs.abort(job, { ref: 'user:default/cy' }, 'me too');

      expect(await world.job(job.id)).toMatchObject({
        status: 'aborted',
        abortedBy: 'user:default/bo',
        abortReason: null,
      });
    });

    it('before its first run does nothing', async () => {
      const job = await world.start({ runIds: runIds(20) });
      await world.jobs.abort(job, { ref: 'user:default/ada' }, undefined);
      await world.work(world.backend('backend_1', { cancel: act }));

      expect(acted).toEqual([]);
      expect((await world.job(job.id)).counts.canceled).toBe(20);
    });

    it('goes on with what was called off when it is resumed', async () => {
      const { id } = await aborted();
      const ada = { ref: 'user:default/ada' };
      const reader = await world.reader();
      await world.jobs.resume(reader, await world.job(id), ada);
      expect(await world.job(id)).toMatchObject({
        status: 'running',
        abortedBy: null,
        counts: { done: 8, canceled: 0, pending: 12 },
      });
      await world.work(world.backend('backend_1', { cancel: act }));

      expect(acted.sort()).toEqual(runIds(20));
      expect((await world.job(id)).counts.done).toBe(20);
    });

    it('does nothing any more that who has started it may not do any more', async () => {
      const { id } = await aborted();
      const reader = await world.reader({
        [permissionNames.runCancel]: {
          not: { field: 'environment', values: ['prod'] },
        } as any,
      });
      await world.jobs.resume(reader, await world.job(id), {
        ref: 'user:default/ada',
      });
      await world.work(world.backend('backend_1', { cancel: act }));

      expect(acted).toHaveLength(8);
      expect(await world.job(id)).toMatchObject({
        status: 'completed',
        counts: { done: 8, refused: 12, canceled: 0, pending: 0 },
      });
    });

    it('is not resumed in the name of another', async () => {
      const { id } = await aborted();
      const bo = { ref: 'user:default/bo' };
      const reader = await world.reader();

      await expect(
        world.jobs.resume(reader, await world.job(id), bo),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
      expect((await world.job(id)).status).toBe('aborted');
    });
  });

  it('tries again what has failed when it is resumed, and nothing else', async () => {
    let isBroken = true;
    const breaking: ActOnRun = async run => {
      if (isBroken && run.id < 'run_02') throw new Error('broken');
      return act(run, undefined as any, '');
    };
    const backend = world.backend('backend_1', { cancel: breaking });
    const ada = { ref: 'user:default/ada' };
    const { id } = await world.start({ runIds: [...runIds(6), 'run_none'] });
    await world.work(backend);
    expect(await world.job(id)).toMatchObject({
      status: 'completed',
      counts: { done: 4, failed: 2, refused: 1 },
    });
    isBroken = false;
    const reader = await world.reader();
    await world.jobs.resume(reader, await world.job(id), ada);
    await world.work(backend);

    expect((await world.job(id)).counts).toMatchObject({ done: 6, refused: 1 });
    expect(acted.sort()).toEqual(runIds(6));
    await expect(
      world.jobs.resume(reader, await world.job(id), ada),
    ).rejects.toMatchObject({ message: 'Nothing of the job is left to do' });
  });

  describe('with a key', () => {
    it('starts once, however often and at once it is asked for', async () => {
      const started = await Promise.all(
        [1, 2, 3].map(() =>
          world.start({ runIds: runIds(20) }, { key: 'once' }),
        ),
      );

      expect(new Set(started.map(({ id }) => id)).size).toBe(1);
      expect(await knex('bulk_jobs')).toHaveLength(1);
      expect(await knex('bulk_items')).toHaveLength(20);
    });

    it('of another request is refused, and leaves nothing behind', async () => {
      await world.start({ runIds: runIds(2) }, { key: 'taken' });
      await expect(
        world.start({ runIds: runIds(3) }, { key: 'taken' }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      // Two callers that count from 1 do not meet.
      await world.start({ runIds: runIds(3) }, { key: 'taken', who: 'bo' });

      expect(await knex('bulk_jobs')).toHaveLength(2);
      expect(await knex('bulk_items')).toHaveLength(5);
    });
  });

  it('that was never written down to the end is nothing to anybody, and forgotten', async () => {
    await knex('bulk_jobs').insert({
      id: 'blk_draft',
      name: 'Half',
      action: 'cancel',
      params: '{}',
      reason: 'killed',
      status: 'draft',
      started_by: 'user:default/ada',
      request_hash: '',
      total: 250,
      created_at: 10,
      updated_at: 10,
    });
    await knex.batchInsert(
      'bulk_items',
      Array.from({ length: 120 }, (_, number) => ({
        job_id: 'blk_draft',
        number,
        run_id: 'run_00',
        outcome: 'pending',
      })),
      50,
    );
    await world.work(world.backend('backend_1', { cancel: act }));
    const reader = await world.reader({}, [permissionNames.bulkJobManage]);
    const { items } = await world.jobs.list(
      reader,
      { limit: 10 },
      { ref: 'user:default/ada' },
    );
    expect([acted, items]).toEqual([[], []]);
    await world.store.forgetDrafts(10);
    expect(await knex('bulk_items')).toHaveLength(120);
    await world.store.forgetDrafts(11);

    expect(await knex('bulk_jobs')).toEqual([]);
    expect(await knex('bulk_items')).toEqual([]);
  });

  it('is read page after page, and its items too, without a scan', async () => {
    const started: string[] = [];
    for (let i = 0; i < 5; i++) {
      world.now += i % 2;
      started.push((await world.start({ runIds: runIds(7) })).id);
    }
    const reader = await world.reader();
    const ada = { ref: 'user:default/ada' };
    const listed: string[] = [];
    let next: string | undefined;
    do {
      const page = await world.jobs.list(
        reader,
        { limit: 2, after: next },
        ada,
      );
      listed.push(...page.items.map(({ id }) => id));
      next = page.nextAfter ?? undefined;
    } while (next);
    expect([...listed].sort()).toEqual([...started].sort());
    expect(listed[0] > listed[4]).toBe(true);
    await expect(
      world.jobs.list(reader, { limit: 2, after: started[0] }, { ref: 'bo' }),
    ).rejects.toMatchObject({ violations: [{ pointer: '/after' }] });

    const job = await world.job(started[0]);
    const first = await world.jobs.items(reader, job, { limit: 4 });
    const rest = await world.jobs.items(reader, job, {
      limit: 4,
      after: first.nextAfter!,
      outcome: 'pending',
    });
    expect([...first.items, ...rest.items].map(({ runId }) => runId)).toEqual(
      runIds(7),
    );
    expect(rest.nextAfter).toBeNull();
  });
});

describeOnDatabases('what a bulk job asks of the engine', createDatabase => {
  let engine: TestEngine;
  let world: BulkWorld;

  beforeEach(async () => {
    engine = new TestEngine(await createDatabase());
    await engine.add(
      defineWorkflow({
        name: 'rests',
        version: '1',
        input: z.object({}),
        steps: { rest: { type: 'wait', for: { event: 'go' } } },
      }),
      {},
    );
    await engine.add(
      defineWorkflow({
        name: 'quick',
        version: '1',
        input: z.object({}),
        steps: { only: {} },
      }),
      { only: () => {} },
    );
    await engine.engine.start();
    world = new BulkWorld(engine);
  });
  afterEach(() => engine.stop());

  const launch = async (
    name: string,
    status: 'running' | 'completed',
    count: number,
  ) => {
    const ids = [];
    for (let i = 0; i < count; i++) ids.push(await engine.launch(name));
    for (const id of ids) await engine.until(id, status);
    return ids;
  };
  /** A backend that acts, and dies before it has written down what came of it. */
  const workAndDie = async () => {
    const killed = world.backend('killed');
    jest
      .spyOn(killed.leases, 'settle')
      .mockRejectedValue(new Error('It was killed'));
    await world.work(killed);
  };

  it('is asked once, also where the backend is killed in the middle', async () => {
    const ids = await launch('rests', 'running', 6);
    const { id } = await world.start({ runIds: ids });
    await workAndDie();
    expect(await engine.knex('actions')).toHaveLength(4);
    expect((await world.job(id)).counts.pending).toBe(6);
    world.now += LEASE_MS;
    await world.work(world.backend('heir'));

    expect(await engine.knex('actions')).toHaveLength(6);
    expect((await world.job(id)).counts).toMatchObject({ done: 6, refused: 0 });
    for (const runId of ids) {
      await engine.until(runId, 'canceled');
      expect(await engine.details.actions(runId)).toMatchObject([
        {
          action: 'cancel',
          actor: 'user:default/ada',
          reason: "Bulk job 'Tidy up': no longer needed",
          status: 'completed',
        },
      ]);
    }
  });

  it('launches each run once, also where its origin is opened again meanwhile', async () => {
    const ids = await launch('quick', 'completed', 3);
    const { id } = await world.start({ action: 'rerun', runIds: ids });
    await workAndDie();
    // Its re-run is launched, so this does not matter any more.
    await engine
      .knex('runs')
      .where({ id: ids[0] })
      .update({ status: 'running' });
    world.now += LEASE_MS;
    await world.work(world.backend('heir'));
    const items = await world.store.items(id, { limit: 10 });

    const launched = await engine
      .knex('runs')
      .whereNotNull('origin_run_id')
      .select('id', 'origin_run_id', 'started_by');
    expect(launched).toHaveLength(3);
    expect(items.map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
      'done',
    ]);
    for (const { runId, resultRunId } of items) {
      expect(launched).toContainEqual({
        id: resultRunId,
        origin_run_id: runId,
        started_by: 'user:default/ada',
      });
    }
    for (const { id: runId } of launched)
      await engine.until(runId, 'completed');
  });

  it('is to launch no more than the engine has room for', async () => {
    const ids = await launch('quick', 'completed', 1);
    await engine.stop();
    const { id } = await world.start({ action: 'rerun', runIds: ids });
    const begun = Date.now();
    await world.work(world.backend());

    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_900);
    const [{ outcome, resultRunId }] = await world.store.items(id, {
      limit: 9,
    });
    expect(outcome).toBe('done');
    expect((await engine.runs.get(resultRunId!, 'all'))!.status).toBe('queued');
  });

  it('is judged when its turn comes, and not when the job starts', async () => {
    const [ended, running] = await launch('rests', 'running', 2);
    const { id } = await world.start({ runIds: [ended, running] });
    await engine.cancel(ended);
    await engine.until(ended, 'canceled');
    await world.work(world.backend());

    expect(await world.outcomes(id)).toEqual({
      [ended]: 'refused: The run has ended: it is canceled',
      [running]: 'done',
    });
  });

  const outcomeOf = async (runId: string, asked: Partial<BulkJobRequest>) => {
    const { id } = await world.start({ ...asked, runIds: [runId] });
    await world.work(world.backend());
    return (await world.outcomes(id))[runId];
  };

  it('can be to pause, and to resume', async () => {
    const [runId] = await launch('rests', 'running', 1);
    expect(await outcomeOf(runId, { action: 'pause' })).toBe('done');
    await engine.until(runId, 'paused');
    expect(await outcomeOf(runId, { action: 'resume' })).toBe('done');
    await engine.until(runId, 'running');
  });

  it('can be to retry, of which the engine knows whether there is anything to', async () => {
    const [runId] = await launch('quick', 'completed', 1);
    expect(await outcomeOf(runId, { action: 'retry' })).toBe(
      'refused: Every step has succeeded: say from which one to repeat',
    );
    await engine.act(runId, { action: 'retry', details: { step: 'only' } });
    await engine.until(runId, 'completed');

    const open = await launch('rests', 'running', 1);
    await engine.cancel(open[0]);
    await engine.until(open[0], 'canceled');
    expect(await outcomeOf(open[0], { action: 'retry' })).toBe('done');
    expect((await engine.until(open[0], 'running')).generation).toBe(1);
  });

  it('can be to resolve, with a note and with why', async () => {
    const [runId] = await launch('quick', 'completed', 1);
    const asked = { action: 'resolve', params: { note: 'seen to' } } as const;
    expect(await outcomeOf(runId, asked)).toBe('done');

    const run = await engine.runs.get(runId, 'all');
    expect(run!.resolution).toMatchObject({
      note: "seen to (Bulk job 'Tidy up': no longer needed)",
      actor: 'user:default/ada',
    });
  });

  it('is to launch nothing of a workflow that the caller may not see', async () => {
    const ids = await launch('quick', 'completed', 2);
    const reader = await world.reader({
      [permissionNames.workflowRead]: {
        field: 'engine',
        values: ['other'],
      } as any,
    });
    await expect(
      world.start({ action: 'rerun', runIds: ids }, { reader }),
    ).rejects.toThrow(
      "There is no workflow 'embedded/quick', or you may not see it (2)",
    );
  });
});
