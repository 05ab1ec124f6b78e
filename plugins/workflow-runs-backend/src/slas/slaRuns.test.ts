import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';
import { readEvents } from '../readers/LogEvent';

jest.setTimeout(60_000);

const TIMING = { pollMs: 50 };
const asks = defineWorkflow({
  name: 'asks',
  version: '1',
  input: z.object({}),
  steps: { ask: { type: 'approval', slaMs: 60_000 } },
});

const works = defineWorkflow({
  name: 'works',
  version: '1',
  input: z.object({}),
  steps: { first: {}, second: { dependsOn: ['first'] } },
});

describeOnDatabases(
  'a run whose definition names no target',
  createDatabase => {
    let database: TestDatabase;
    let engine: TestEngine;

    beforeEach(async () => {
      database = await createDatabase();
    });
    afterEach(() => engine.stop());

    const start = async (slas: { workflow: string; target: string }[] = []) => {
      engine = new TestEngine(database, { timing: TIMING, slas });
      await engine.add(asks, {});
      await engine.add(works, { first: () => sleep(300), second: () => {} });
      await engine.engine.start();
    };
    const annotate = (sla: string) =>
      database.knex('workflows').update({ sla_annotated: sla });
    /** What the log says of the target of a run. */
    const factsOf = async (runId: string) =>
      (await readEvents(database.knex, 0, 1_000))
        .filter(event => event.runId === runId)
        .filter(({ type }) => type.startsWith('sla.') || type === 'run.queued')
        .map(({ type, payload: { sla, targetMs } }) => ({
          type,
          target: sla ?? targetMs,
        }));
    const slaOf = async (runId: string) =>
      (await engine.runs.get(runId, 'all'))!.sla;
    const untilBreached = async (runId: string) => {
      for (let waited = 0; waited < 20_000; waited += 20) {
        if ((await slaOf(runId))?.status === 'breached') return;
        await sleep(20);
      }
      throw new Error('The run is not breached');
    };

    it('has that of the configuration: it is warned of, and breached, by the clock', async () => {
      await start([{ workflow: '*', target: '1s' }]);
      const runId = await engine.launch('asks');
      await untilBreached(runId);

      expect(await factsOf(runId)).toEqual([
        {
          type: 'run.queued',
          target: { targetMs: 1_000, source: 'configuration' },
        },
        { type: 'sla.warning', target: 1_000 },
        { type: 'sla.breached', target: 1_000 },
      ]);
      // That of the approval is a clock of its own.
      const steps = await engine.details.stepsOf(new Map([[runId, ['ask']]]));
      expect(steps.get(runId)).toMatchObject([{ status: 'waiting_human' }]);
    });

    it('has that of its entity, which it keeps whatever the entity says later', async () => {
      await start([{ workflow: '*', target: '1h' }]);
      await annotate('1s');
      const runId = await engine.launch('asks');
      await annotate('2h');
      const later = await engine.launch('asks');
      await untilBreached(runId);

      expect((await factsOf(runId)).map(({ target }) => target)).toEqual([
        { targetMs: 1_000, source: 'annotation' },
        1_000,
        1_000,
      ]);
      expect(await slaOf(later)).toMatchObject({
        status: 'on_track',
        targetMs: 7_200_000,
      });
    });

    it('has that of the configuration where its entity cannot be understood', async () => {
      await start([{ workflow: 'embedded/asks', target: '30m' }]);
      await annotate('at once');
      const runId = await engine.launch('asks');

      expect((await slaOf(runId))!.targetMs).toBe(1_800_000);
    });

    it('is breached though it is paused', async () => {
      await start([{ workflow: '*', target: '1s' }]);
      const runId = await engine.launch('works');
      await engine.until(runId, 'running');
      await engine.act(runId, { action: 'pause' });
      await engine.until(runId, 'paused');
      await untilBreached(runId);

      expect((await factsOf(runId)).map(({ type }) => type)).toEqual([
        'run.queued',
        'sla.warning',
        'sla.breached',
      ]);
    });

    it('is breached by the backend that takes it over, which has no such configuration', async () => {
      await start([{ workflow: '*', target: '1s' }]);
      const runId = await engine.launch('asks');
      await engine.until(runId, 'waiting_human');
      await engine.stop();
      await sleep(1_200);
      expect((await factsOf(runId)).length).toBeLessThan(3);
      await start();
      await untilBreached(runId);

      expect((await factsOf(runId)).map(({ type }) => type)).toContain(
        'sla.breached',
      );
    });
  },
);
