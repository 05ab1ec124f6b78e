import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases, TestDatabase } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

const poison = defineWorkflow({
  name: 'poison',
  version: '1',
  input: z.object({}),
  steps: { drink: {}, after: { dependsOn: ['drink'] } },
});

describeOnDatabases(
  'a run whose step takes its workers with it',
  createDatabase => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await createDatabase();
    });

    /** Works until the step runs, and is gone then: nobody waits for the handler. */
    async function workAndDie(
      runId: (engine: TestEngine) => Promise<string>,
    ): Promise<string> {
      const engine = new TestEngine(database, {
        timing: { stopGraceMs: 0, abortGraceMs: 10 },
      });
      let started!: () => void;
      const starts = new Promise<void>(resolve => {
        started = resolve;
      });
      await engine.add(poison, {
        drink: () => {
          started();
          return new Promise<never>(() => {});
        },
        after: () => {},
      });
      const id = await runId(engine);
      await engine.engine.start();
      await starts;
      await engine.stop();
      return id;
    }

    it('is paused after the third, and can be canceled', async () => {
      const runId = await workAndDie(engine => engine.launch('poison'));
      await workAndDie(async () => runId);
      await workAndDie(async () => runId);

      const engine = new TestEngine(database);
      const drunk = jest.fn();
      await engine.add(poison, { drink: drunk, after: () => {} });
      await engine.engine.start();
      const run = await engine.until(runId, 'paused');
      expect(run.blockedReason).toBe('poison');
      expect(drunk).not.toHaveBeenCalled();
      const { items } = await engine.details.attempts(runId, { limit: 10 });
      expect(items.map(({ status, expected }) => [status, expected])).toEqual([
        ['lost', null],
        ['lost', false],
        ['lost', false],
      ]);
      // It rests: nobody holds it, and nothing wakes it.
      const row = await database
        .knex('engine_runs')
        .where({ run_id: runId })
        .first();
      expect([row.worker_id, row.wake_at, row.hold]).toEqual([
        null,
        null,
        'poison',
      ]);

      expect(await engine.cancel(runId)).toMatchObject({ status: 'completed' });
      await engine.until(runId, 'canceled');
      expect(await database.knex('engine_runs')).toEqual([]);
      await engine.stop();
    });
  },
);
