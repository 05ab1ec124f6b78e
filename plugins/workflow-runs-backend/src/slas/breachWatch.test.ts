import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { insertRuns } from '../__testUtils__/rows';
import { silentLogger } from '../__testUtils__/silentLogger';
import { TestEngine } from '../__testUtils__/TestEngine';
import { leaseClock } from '../database/clock';
import { ForecastQueries } from '../forecast/ForecastQueries';
import { readEvents } from '../readers/LogEvent';
import { countRuns } from '../statistics/countRuns';
import { BreachWatch } from './BreachWatch';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What runs of before took. */
const USUAL = 20 * MINUTE;

const asks = defineWorkflow({
  name: 'asks',
  version: '1',
  input: z.object({}),
  steps: { ask: { type: 'approval' } },
});
const works = defineWorkflow({
  name: 'works',
  version: '1',
  input: z.object({}),
  steps: { work: {} },
});

describeOnDatabases('BreachWatch', createDatabase => {
  let database: TestDatabase;
  let engine: TestEngine;
  let release: () => void;
  /** By how much the clock is ahead. */
  let ahead = 0;
  const now = () => Date.now() + ahead;

  beforeEach(async () => {
    ahead = 0;
    database = await createDatabase();
    engine = new TestEngine(database, {
      timing: { pollMs: 50 },
      slas: [
        { workflow: 'embedded/asks', target: '10m' },
        { workflow: 'embedded/works', target: '10m' },
      ],
      now,
    });
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    await engine.add(asks, {});
    await engine.add(works, { work: () => released });
    await engine.engine.start();
  });
  afterEach(async () => {
    release();
    await engine.stop();
  });

  const watchOf = (owner: string) =>
    new BreachWatch({
      knex: database.knex,
      recorder: engine.recorder,
      forecasts: new ForecastQueries(database.knex, engine.workflows, now),
      clock: leaseClock(database.knex, now),
      owner,
      now,
      logger: silentLogger(),
    });
  /** Runs of before, of which each took so long. */
  const insertPast = async (name: string, durationMs: number) => {
    const { knex } = database;
    const workflow = await engine.workflows.get(
      { engine: 'embedded', name },
      'all',
    );
    const endedAt = now() - 24 * HOUR;
    const ids = Array.from({ length: 12 }, (_, index) => `${name}_${index}`);
    await insertRuns(
      knex,
      ids.map(id => ({
        id,
        workflowId: workflow!.id,
        environment: 'default',
        orderedAt: endedAt - durationMs,
        durationMs,
      })),
    );
    const times = { started_at: endedAt - durationMs, completed_at: endedAt };
    await knex('runs').whereIn('id', ids).update(times);
    await knex('steps').insert(
      ids.map(id => ({
        ...times,
        run_id: id,
        step_key: name === 'asks' ? 'ask' : 'work',
        item_index: -1,
        id: `stp_${id}`,
        step_number: 1,
        name: 'step',
        type: 'tool',
        status: 'completed',
        depends_on: '[]',
        duration_ms: durationMs,
        updated_at: 0,
      })),
    );
    await knex.transaction(trx => countRuns(trx, ids));
  };
  const warningsOf = async (runId: string) =>
    (await readEvents(database.knex, 0, 1_000)).filter(
      event => event.runId === runId && event.type.startsWith('sla.'),
    );
  const untilWarned = async (runId: string, times = 1) => {
    for (let waited = 0; waited < 20_000; waited += 20) {
      const warnings = await warningsOf(runId);
      if (warnings.length >= times) return warnings;
      await sleep(20);
    }
    throw new Error('The run is not warned of');
  };
  const slaOf = async (runId: string) =>
    (await engine.runs.get(runId, 'all'))!.sla!;

  it.each<['asks' | 'works', 'waiting_human' | 'running']>([
    ['asks', 'waiting_human'],
    ['works', 'running'],
  ])(
    'warns once of a run of %s that is likely to miss its target, long before the clock does',
    async (name, status) => {
      await insertPast(name, USUAL);
      const runId = await engine.launch(name, { environment: 'default' });
      await engine.until(runId, status);
      const watch = watchOf('one');
      await watch.round();
      const [warning] = await untilWarned(runId);
      await watch.round();

      const { dueAt, likelyAt } = warning.payload as Record<string, number>;
      expect(warning).toMatchObject({ type: 'sla.warning', mode: 'live' });
      // Of durations of 20 minutes, as well as histograms tell.
      expect(likelyAt - dueAt).toBeGreaterThan(7 * MINUTE);
      expect(likelyAt - dueAt).toBeLessThan(13 * MINUTE);
      expect(await slaOf(runId)).toMatchObject({
        status: 'at_risk',
        likelyAt: new Date(likelyAt).toISOString(),
      });

      const events = await engine.details.events(runId, {
        after: 0,
        limit: 100,
      });
      const shown = events.find(({ type }) => type === 'sla.warning');
      expect(shown?.payload).toMatchObject({
        dueAt: new Date(dueAt).toISOString(),
        likelyAt: new Date(likelyAt).toISOString(),
      });

      // Neither the next round nor the clock says it again: after the warning there is the breach.
      ahead = 11 * MINUTE;
      await watch.round();
      release();
      const told = await untilWarned(runId, 2);
      expect(told.map(({ type }) => type)).toEqual([
        'sla.warning',
        'sla.breached',
      ]);
      expect(await slaOf(runId)).not.toHaveProperty('likelyAt');
    },
  );

  it('leaves those alone that are likely to be in time, and those of which too little is known', async () => {
    await insertPast('works', 5 * MINUTE);
    const inTime = await engine.launch('works', { environment: 'default' });
    const unknown = await engine.launch('asks', { environment: 'default' });
    await engine.until(inTime, 'running');
    await engine.until(unknown, 'waiting_human');
    await watchOf('one').round();

    const kept = await database.knex('timers').where({ kind: 'sla_warning' });
    expect(kept).toMatchObject([{ likely_at: null }, { likely_at: null }]);
    expect(await warningsOf(inTime)).toEqual([]);
    // By the clock, they are warned of as ever.
    ahead = 9.5 * MINUTE;
    const [warning] = await untilWarned(unknown);
    expect(warning.payload).not.toHaveProperty('likelyAt');
  });

  it('warns again in another passage, and not of what ends meanwhile', async () => {
    await insertPast('asks', USUAL);
    const runId = await engine.launch('asks', { environment: 'default' });
    await engine.until(runId, 'waiting_human');
    const watch = watchOf('one');
    await watch.round();
    await untilWarned(runId);
    await engine.cancel(runId);
    await engine.until(runId, 'canceled');
    await watch.round();
    expect(await warningsOf(runId)).toHaveLength(1);

    await engine.act(runId, { action: 'retry' });
    await engine.until(runId, 'waiting_human');
    expect(await slaOf(runId)).toMatchObject({ status: 'on_track' });
    await watch.round();
    const generations = (await untilWarned(runId, 2)).map(
      ({ generation }) => generation,
    );
    expect(generations).toEqual([0, 1]);
  });

  it('looks in one backend at a time, in turns, and at no run of another engine', async () => {
    await insertPast('asks', USUAL);
    const { knex } = database;
    const { id: workflowId } = (await engine.workflows.get(
      { engine: 'embedded', name: 'asks' },
      'all',
    ))!;
    await insertRuns(knex, [
      { id: 'run_seen', workflowId, orderedAt: now(), status: 'running' },
    ]);
    await knex('runs')
      .where({ id: 'run_seen' })
      .update({ sla_status: 'on_track', sla_target_ms: 1, sla_due_at: now() });
    const [one, two] = [watchOf('one'), watchOf('two')];
    await one.round();
    const runId = await engine.launch('asks', { environment: 'default' });
    await engine.until(runId, 'waiting_human');
    await two.round();
    expect(await warningsOf(runId)).toEqual([]);

    await one.stop();
    await two.round();
    await untilWarned(runId);
    expect(await warningsOf('run_seen')).toEqual([]);
  });
});
