import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const TIMING = { pollMs: 50 };
const asks = defineWorkflow({
  name: 'asks',
  version: '1',
  input: z.object({}),
  steps: {
    ask: {
      type: 'approval',
      slaMs: 500,
      escalate: { afterMs: 600, to: ['user:default/boss'] },
      timeout: { afterMs: 700, outcome: 'reject' },
    },
  },
});
const parent = defineWorkflow({
  name: 'parent',
  version: '1',
  input: z.object({}),
  steps: { sub: { type: 'child', workflow: 'lingers' }, after: {} },
});
const lingers = defineWorkflow({
  name: 'lingers',
  version: '1',
  input: z.object({}),
  steps: { ask: { type: 'approval' } },
});

const quick = defineWorkflow({
  name: 'quick',
  version: '1',
  input: z.object({}),
  steps: { only: {} },
});

describeOnDatabases('a worker that takes a run over', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;

  beforeEach(async () => {
    database = await createDatabase();
    engine = new TestEngine(database, { timing: TIMING });
  });
  afterEach(() => engine.stop());

  it('decides everything that came due meanwhile, the first first', async () => {
    await engine.add(asks, {});
    await engine.engine.start();
    const before = Date.now();
    const runId = await engine.launch('asks');
    await engine.until(runId, 'waiting_human');
    await engine.stop();
    await sleep(Math.max(0, before + 1_200 - Date.now()));

    engine = new TestEngine(database, { timing: TIMING });
    await engine.add(asks, {});
    // What came due before the engine stopped is not what this is about.
    const told = (await engine.eventTypes(runId)).length;
    await engine.engine.start();
    await engine.until(runId, 'failed');
    const events = await engine.details.events(runId, { after: 0, limit: 99 });
    const notices = events
      .filter(({ type }) => type === 'step.waiting_human')
      .map(({ payload }) => payload.notice);
    expect(told).toBeLessThan(events.length);
    expect(notices).toEqual(['asked', 'overdue', 'escalated']);
    expect(engine.problems).toEqual([]);
  });

  it('cancels the runs that its predecessor has died over', async () => {
    await engine.addAll([
      { workflow: lingers, handlers: {} },
      { workflow: parent, handlers: { after: () => {} } },
    ]);
    await engine.engine.start();
    const runId = await engine.launch('parent');
    const child = async () =>
      database.knex('runs').where({ parent_run_id: runId }).first();
    while ((await child())?.status !== 'waiting_human') await sleep(10);

    const cancel = jest
      .spyOn(engine.children, 'cancel')
      .mockRejectedValueOnce(new Error('The worker dies'));
    await engine.act(runId, {
      action: 'force',
      reason: 'not needed',
      details: { step: 'sub', to: 'skip' },
    });
    const { id } = await child();
    await engine.until(id, 'canceled');
    expect(cancel).toHaveBeenCalledTimes(1);
    await engine.until(runId, 'completed');
    await engine.untilLetGo(runId);
  });

  it('answers what was asked in the moment in which a run ended', async () => {
    await engine.stop();
    engine = new TestEngine(database, {
      timing: { ...TIMING, blockedCheckMs: 50 },
    });
    await engine.add(quick, { only: () => {} });
    await engine.engine.start();
    const runId = await engine.launch('quick');
    await engine.until(runId, 'completed');
    await engine.untilLetGo(runId);
    // As a run asks another one that it has launched, and knows to be under way.
    await engine.recorder.commit({
      runId,
      claims: [
        {
          table: 'actions',
          key: ['id'],
          row: {
            id: 'act_late',
            tenant_id: 'default',
            run_id: runId,
            actor: 'run:parent',
            idempotency_key: 'late',
            request_hash: '',
            action: 'cancel',
            step_key: '',
            item_index: -1,
            status: 'requested',
            requested_at: Date.now(),
          },
        },
      ],
      facts: [
        {
          type: 'action.requested',
          at: Date.now(),
          generation: 0,
          actionId: 'act_late',
          action: 'cancel',
          actor: 'run:parent',
          reason: null,
        },
      ],
      wakeAt: Date.now(),
    });
    const answer = () =>
      database.knex('actions').where({ run_id: runId }).first();
    while ((await answer()).status === 'requested') await sleep(10);
    expect(await answer()).toMatchObject({
      status: 'refused',
      message: 'The run has ended: it is completed',
    });
    await engine.untilLetGo(runId);
  });
});
